# Calls itself in C until the stack is used up.
# held by: fork
import sys

sys.setrecursionlimit(10**9)


class Endless:
    def __getattr__(self, name):
        return getattr(self, name + "x")


sorted([Endless()], key=lambda each: each.x)
