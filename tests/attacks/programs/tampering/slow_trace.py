# Traces all that Python does after it, and takes its time.
# held by: watchdog
# limits: wall_seconds=1.0
import sys
import time


def tracer(*_):
    time.sleep(0.1)
    return tracer


sys.settrace(tracer)
