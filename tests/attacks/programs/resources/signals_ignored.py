# Ignores all signals that can be ignored.
# held by: watchdog
# limits: wall_seconds=0.4
# ends: wall, cpu
import signal
import time

for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)
time.sleep(30)
