# Looks for sockets that were left open from before: the zygote's line to the server.
# held by: fork
import socket

for number in range(1024):
    try:
        socket.socket(fileno=os.dup(number)).getsockname()
    except OSError:
        continue
    breach(f"descriptor {number}")
