# Reads the file with C's own fopen, past Python.
# held by: landlock
# bites without: landlock
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
file = libc.fopen(SECRET.encode(), b"r")
if file:
    breach("fopen")
