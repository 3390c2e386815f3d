"""What is told to an author, in the author's language; faults are told in English where they are found."""
