# Ends itself as if a wall had stopped it.
# held by: checks
import signal

os.kill(os.getpid(), signal.SIGSYS)
