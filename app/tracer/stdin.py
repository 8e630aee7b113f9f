"""Standard input as the file of a program. Whoever starts programs needs to know, without loading torch."""

STDIN = "<stdin>"
"""The file name of a program that was read from standard input, as Python has it."""
