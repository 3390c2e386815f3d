"""Bytes → the output folder: the only package that writes or deletes there."""
