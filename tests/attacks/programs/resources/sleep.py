# Waits.
# held by: watchdog
# limits: wall_seconds=0.4
# ends: wall
import time

time.sleep(30)
