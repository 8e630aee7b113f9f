# Makes a pair of sockets that know only each other, and sends to a third.
# held by: seccomp
# bites without: seccomp
import socket

one, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
one.sendto(b"hello", UNIX_DATAGRAM)
breach("sent")
