# Takes away the functions by which its process leaves, so that it would go on as a zygote.
# held by: fork
import signal


def refuse(*_):
    raise RuntimeError("no")


os._exit = refuse
signal.pause = refuse
