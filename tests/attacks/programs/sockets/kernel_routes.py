# Speaks with the kernel about the network.
# held by: seccomp
# bites without: seccomp
import socket

socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
breach("a socket")
