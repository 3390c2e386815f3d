"""Front matter: keys, their values and what is wrong with them; `reader` reads that of a file."""
