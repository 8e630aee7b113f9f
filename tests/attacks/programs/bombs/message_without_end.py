# Raises an error that never stops saying what it is.
# held by: watchdog
# limits: wall_seconds=0.4
# ends: wall, cpu
import time


class Talker(Exception):
    def __str__(self):
        time.sleep(30)


raise Talker
