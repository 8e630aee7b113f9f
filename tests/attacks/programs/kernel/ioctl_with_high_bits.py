# Hides a command for terminals behind bits that the kernel drops.
# held by: seccomp
# bites without: seccomp
libc = ctypes.CDLL(None, use_errno=True)
if libc.syscall(ctypes.c_long(29 if os.uname().machine == "aarch64" else 16), 0, ctypes.c_long((1 << 32) | 0x5412), b"x"):
    if ctypes.get_errno() not in (errno.EPERM, errno.EACCES):
        breach("ioctl is open")
