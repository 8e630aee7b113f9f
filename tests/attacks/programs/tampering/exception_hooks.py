# Replaces what is done with errors that nobody catches.
# held by: fork
import sys
import threading

sys.excepthook = threading.excepthook = sys.unraisablehook = lambda *_: os._exit(3)
sys.breakpointhook = sys.displayhook = None
raise ValueError("x")
