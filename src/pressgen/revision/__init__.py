"""A build after the words of a few releases were edited: what shows them is printed, the rest stays as it is.

`revise` begins what takes its time, `reword` parses what was edited, `reprint` prints and publishes what shows it.
"""
