# Types a letter for whoever sits at the terminal.
# held by: seccomp
# bites without: seccomp
import fcntl

try:
    fcntl.ioctl(0, 0x5412, b"x")
except OSError as error:
    if error.errno in (errno.EPERM, errno.EACCES):
        raise
breach("ioctl is open")
