# Prints its environment, as Python and as C see it.
# held by: fork
print(dict(os.environ))
words = (ctypes.c_char_p * 100).in_dll(ctypes.CDLL(None), "environ")
first = ctypes.cast(ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ"), ctypes.POINTER(ctypes.c_char_p))
for number in range(100):
    if first[number] is None:
        break
    print(first[number])
