# Connects by C's own functions, past Python.
# held by: seccomp
# bites without: seccomp
libc = ctypes.CDLL(None)
if libc.socket(2, 1, 0) >= 0:
    breach("a socket")
