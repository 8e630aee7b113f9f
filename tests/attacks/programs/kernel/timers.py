# Makes a timer, of which the kernel keeps thousands.
# held by: seccomp
# bites without: seccomp
made = ctypes.c_int()
call("timer_create", 1, 0, ctypes.byref(made))
breach("made")
