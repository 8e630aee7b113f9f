# Copies memory out of the server.
# held by: landlock, seccomp
vector = (ctypes.c_uint64 * 2)(id(object()), 8)
reached("process_vm_readv", SERVER, vector, 1, vector, 1, 0)
