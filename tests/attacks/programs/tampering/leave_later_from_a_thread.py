# Leaves from a thread, at about the time when its result is written down.
# held by: fork
import threading
import time


def leave():
    time.sleep(0.001)
    os._exit(5)


threading.Thread(target=leave, daemon=True).start()
