# Replaces what it prints to.
# held by: fork
import sys


class Stream:
    def __getattr__(self, name):
        raise SystemExit("no")


sys.stdout = Stream()
sys.stderr = None
sys.__stdout__ = sys.__stderr__ = Stream()
