# Has itself interrupted with an error a moment after its end, and again and again.
# held by: fork, watchdog
# limits: wall_seconds=1.0
import signal


def interrupt(*_):
    raise KeyboardInterrupt


signal.signal(signal.SIGALRM, interrupt)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.0005)
