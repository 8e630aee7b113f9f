# Starts a process by clone3, whose arguments lie in memory where no filter can read them.
# held by: seccomp
# bites without: seccomp
arguments = (ctypes.c_uint64 * 11)(0, 0, 0, 0, 17)
if call("clone3", arguments, ctypes.sizeof(arguments)) == 0:
    os._exit(0)
breach("cloned")
