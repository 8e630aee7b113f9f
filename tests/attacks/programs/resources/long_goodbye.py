# Ends, but has things done at its end that do not.
# held by: fork, watchdog
# limits: wall_seconds=0.4
import atexit
import time


class Sleeper:
    def __del__(self):
        time.sleep(30)


atexit.register(time.sleep, 30)
sleeper = Sleeper()
