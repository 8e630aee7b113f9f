# Waits for a lock that nobody gives back, in a way that no signal interrupts.
# held by: watchdog
# limits: wall_seconds=0.4
# ends: wall
import threading

lock = threading.Lock()
lock.acquire()
lock.acquire(timeout=30)
