# Raises an error that went through ten thousand functions.
# held by: checks
# ends: returned
import sys

sys.setrecursionlimit(20_000)


def deep(count):
    if count == 0:
        raise ValueError("deep")
    deep(count - 1)


deep(10_000)
