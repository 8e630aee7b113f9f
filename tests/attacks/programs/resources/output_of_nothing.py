# Prints a line and waits for the reader of its output to go to sleep, again and again.
# held by: watchdog
# limits: wall_seconds=0.4
# ends: wall, output
import time

for _ in range(10_000):
    print("tick", flush=True)
    time.sleep(0.01)
