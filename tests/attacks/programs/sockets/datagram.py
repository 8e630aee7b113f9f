# Sends a datagram to a server on this machine.
# held by: seccomp
# bites without: seccomp
import socket

socket.socket(type=socket.SOCK_DGRAM).sendto(b"hello", ("127.0.0.1", UDP))
breach("sent")
