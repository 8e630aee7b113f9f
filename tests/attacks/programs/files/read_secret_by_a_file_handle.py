# Asks for the file's handle, which needs no right to open it.
# held by: seccomp
# bites without: seccomp
handle = (ctypes.c_uint32 * 64)(128)
mount = ctypes.c_int()
call("name_to_handle_at", -100, SECRET.encode(), handle, ctypes.byref(mount), 0)
breach("a handle")
