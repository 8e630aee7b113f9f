# Listens for others.
# held by: landlock, seccomp
# bites without: landlock, seccomp
import socket

server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen()
breach("listens")
