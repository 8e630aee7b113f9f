# Makes it the owner of a socket by an older call, and has the kernel signal it once the socket can be read.
# held by: landlock, seccomp
# bites without: landlock, seccomp
import fcntl
import socket

ours, theirs = socket.socketpair()
fcntl.ioctl(ours, 0x8901, SENTINEL.to_bytes(4, "little"))
fcntl.ioctl(ours, 0x5452, (1).to_bytes(4, "little"))
theirs.send(b"x")
