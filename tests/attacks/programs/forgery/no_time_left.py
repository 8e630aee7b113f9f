# Ends itself as if it had used up its processor time.
# held by: checks
# ends: signal
import signal

os.kill(os.getpid(), signal.SIGXCPU)
