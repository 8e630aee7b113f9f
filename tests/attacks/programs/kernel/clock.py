# Sets the clock of the machine to a time that there is not.
# held by: seccomp
reached("clock_settime", 0, (ctypes.c_int64 * 2)(-1, -1))
