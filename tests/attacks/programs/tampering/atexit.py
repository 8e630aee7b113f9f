# Has something done at the end.
# held by: fork
import atexit

atexit.register(os._exit, 3)
atexit.register(os.write, 1, b"x" * 100)
