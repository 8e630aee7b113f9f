# Sends urgent data over a pair of sockets, a corner of the kernel that a browser's sandbox was broken through.
# held by: seccomp
# bites without: seccomp
import socket

ours, theirs = socket.socketpair()
ours.send(b"x", socket.MSG_OOB)
breach("sent")
