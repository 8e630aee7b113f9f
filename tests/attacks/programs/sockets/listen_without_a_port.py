# Listens without having asked for a port: the kernel picks one.
# held by: seccomp
# bites without: seccomp
import socket

socket.socket().listen()
breach("listens")
