# Becomes a zygote itself, and asks itself for children.
# held by: fork, seccomp
import selectors
import socket

from inplace_lab.sandbox import packet, zygote

ours, theirs = socket.socketpair()
packet.send(ours, {"fork": 1}, [os.dup(1) for _ in range(5)])
with selectors.DefaultSelector() as selector:
    if zygote.Zygote(theirs, selector).serve():
        breach("forked")
