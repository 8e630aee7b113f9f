# Connects to a named socket, as those of a desktop or a database are.
# held by: seccomp
# bites without: seccomp
import socket

socket.socket(socket.AF_UNIX).connect(UNIX_STREAM)
breach("connected")
