# Leaves a process behind that has left its group and its session.
# held by: seccomp
# bites without: seccomp
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(5)
    os._exit(0)
breach("left a process")
