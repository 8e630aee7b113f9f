# Overwrites a number that all of Python shares.
# held by: fork
ctypes.memmove(id(7) + 24, id(8) + 24, 4)
