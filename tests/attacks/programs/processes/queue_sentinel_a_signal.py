# Kills it by a queued signal.
# held by: landlock, seccomp
# bites without: landlock, seccomp
words = (ctypes.c_int32 * 32)(15, 0, -1)
call("rt_sigqueueinfo", SENTINEL, 15, words)
breach("killed")
