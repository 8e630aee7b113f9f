# Connects by multipath TCP, which Landlock's rules for TCP do not mean.
# held by: seccomp
# bites without: seccomp
import socket

try:
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)
except OSError as error:
    if error.errno in (errno.EPERM, errno.EACCES):
        raise
else:
    client.connect(("127.0.0.1", TCP))
breach("a socket")
