# Replaces how errors are told.
# held by: fork
import traceback


def refuse(*_, **__):
    raise RuntimeError("no")


traceback.TracebackException = refuse
traceback.TracebackException.from_exception = refuse
traceback.walk_tb = traceback.print_exc = refuse
raise ValueError("x")
