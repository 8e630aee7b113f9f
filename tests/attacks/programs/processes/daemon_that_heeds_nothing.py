# Leaves a process behind that has asked not to be stopped with its parent.
# held by: seccomp
import signal
import time

if os.fork() == 0:
    os.setsid()
    for number in set(signal.Signals) - {9, 19}:
        signal.signal(number, signal.SIG_IGN)
    call("prctl", 1, 0, 0, 0, 0)
    time.sleep(5)
    os._exit(0)
breach("left a process")
