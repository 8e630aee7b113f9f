# Opens the file by the newer system call openat2.
# held by: landlock, seccomp
# bites without: landlock, seccomp
how = (ctypes.c_uint64 * 3)(0, 0, 0)
file = call("openat2", -100, SECRET.encode(), how, 24)
breach(os.read(file, 6))
