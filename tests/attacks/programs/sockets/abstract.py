# Connects to a socket that has no file.
# held by: landlock, seccomp
# bites without: landlock, seccomp
import socket

socket.socket(socket.AF_UNIX).connect(ABSTRACT)
breach("connected")
