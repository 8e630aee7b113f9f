# Starts threads past Python and libc, with next to no stack.
# held by: watchdog
import time

libc = ctypes.CDLL(None)
start = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)
sleep = start(lambda _: time.sleep(3))
made = 0
for _ in range(200):
    if libc.pthread_create(ctypes.byref(ctypes.c_ulong()), None, sleep, None) == 0:
        made += 1
time.sleep(1)
if made > 100:
    breach("threads")
