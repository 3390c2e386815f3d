"""A build after the words of a few releases were edited, or new ones added: what shows them is printed, the rest stays.

`revise` begins what takes its time, `reword` parses what was edited or added, `change` finds out what is not as
it was, `reprint` prints and publishes that.
"""
