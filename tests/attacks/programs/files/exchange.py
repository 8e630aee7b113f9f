# Exchanges a file of its own with one outside, in one call.
# held by: landlock
# bites without: landlock
open("mine.txt", "w").close()
libc = ctypes.CDLL(None)
if libc.renameat2(-100, b"mine.txt", -100, (CANARY + "/canary.txt").encode(), 2) == 0:
    breach("exchanged")
