# Traces all that Python does after it, with an error each time.
# held by: fork
import sys
import threading


def tracer(*_):
    raise KeyboardInterrupt


sys.setprofile(tracer)
threading.settrace(tracer)
sys.settrace(tracer)
