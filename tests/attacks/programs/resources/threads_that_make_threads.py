# Starts threads that start threads and end.
# held by: watchdog
# limits: wall_seconds=1.0, cpu_seconds=1
import threading
import time

threading.stack_size(65536)
end = time.monotonic() + 3


def again():
    if time.monotonic() < end:
        for _ in range(2):
            threading.Thread(target=again, daemon=True).start()


again()
time.sleep(2)
