# Asks what a filter could do.
# held by: seccomp
# bites without: seccomp
action = ctypes.c_uint32(0x7FFF0000)
reached("seccomp", 2, 0, ctypes.byref(action))
