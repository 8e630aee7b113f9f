# Connects in the same call that sends, which Landlock once did not look at.
# held by: landlock, seccomp
import socket

client = socket.socket()
client.sendto(b"hello", 0x20000000, ("127.0.0.1", TCP))
breach("connected")
