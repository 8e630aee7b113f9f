# Overwrites the beginning of an object that all of Python uses.
# held by: fork
# ends: signal
ctypes.memset(id(None), 0xFF, 64)
ctypes.memset(id(int), 0xFF, 400)
x = [int() for _ in range(10)]
