# Has Python raise an error at all that is worth an entry in a log; that cannot be taken back.
# held by: fork
import sys


def hook(*_):
    raise RuntimeError("no")


sys.addaudithook(hook)
