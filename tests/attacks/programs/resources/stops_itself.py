# Stops itself, so that nothing in it can notice that time is up.
# held by: watchdog
# limits: wall_seconds=0.4
# ends: wall
import signal

os.kill(os.getpid(), signal.SIGSTOP)
