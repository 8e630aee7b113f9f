# Opens a file by a made-up handle, which root may.
# held by: seccomp
handle = (ctypes.c_uint32 * 4)(8, 1, 2, 0)
reached("open_by_handle_at", os.open(".", os.O_RDONLY), handle, 0)
