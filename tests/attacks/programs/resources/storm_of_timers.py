# Has itself interrupted a million times a second.
# held by: watchdog
# limits: wall_seconds=0.4, cpu_seconds=1
import signal
import time

signal.signal(signal.SIGALRM, lambda *_: None)
signal.setitimer(signal.ITIMER_REAL, 1e-6, 1e-6)
end = time.monotonic() + 5
while time.monotonic() < end:
    time.sleep(0.1)
