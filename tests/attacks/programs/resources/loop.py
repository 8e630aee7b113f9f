# Loops.
# held by: watchdog
# limits: wall_seconds=0.4
# ends: wall, cpu
import time

end = time.monotonic() + 30
while time.monotonic() < end:
    pass
