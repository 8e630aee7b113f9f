# Lowers the depth to which functions may call each other.
# held by: fork
import sys


def deep(count):
    if count:
        return deep(count - 1)
    sys.setrecursionlimit(sys.getrecursionlimit() + 1)


sys.setrecursionlimit(60)
