# Leaves with a code that is no number.
# held by: fork
import sys


class Code:
    def __bool__(self):
        raise RuntimeError("no")

    def __str__(self):
        raise SystemExit(self)


sys.exit(Code())
