# Connects to a server on this machine.
# held by: landlock, seccomp
# bites without: landlock, seccomp
import socket

socket.create_connection(("127.0.0.1", TCP), 2)
breach("connected")
