# Starts threads, with a name that reads as if there were one.
# held by: watchdog
# ends: processes
import threading
import time

threading.stack_size(65536)
libc = ctypes.CDLL(None)


def run():
    for name in (b"x) R 1 1 1 1 1", b"\nThreads:\t1\n"):
        libc.prctl(15, name, 0, 0, 0)
    time.sleep(3)


for _ in range(100):
    threading.Thread(target=run, daemon=True).start()
run()
