# Sends to a named socket, as that of the system's log is.
# held by: seccomp
# bites without: seccomp
import socket

socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"hello", UNIX_DATAGRAM)
breach("sent")
