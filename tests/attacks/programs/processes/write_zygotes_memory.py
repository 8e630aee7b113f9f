# Copies memory into the zygote, at addresses that it shares with it.
# held by: landlock, seccomp
text = ctypes.create_string_buffer(8)
vector = (ctypes.c_uint64 * 2)(ctypes.addressof(text), 8)
reached("process_vm_writev", ZYGOTE, vector, 1, vector, 1, 0)
