# Leaves a socket in its own folder for others to connect to.
# held by: landlock, seccomp
# bites without: landlock, seccomp
import socket

socket.socket(socket.AF_UNIX).bind("innocent.txt")
breach("made a socket")
