# Makes a pair of sockets, and connects one of them to a third.
# held by: seccomp
# bites without: seccomp
import socket

one, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
one.connect(UNIX_DATAGRAM)
one.send(b"hello")
breach("sent")
