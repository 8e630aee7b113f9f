# Sends to a third from a pair by the call for letters with attachments.
# held by: seccomp
# bites without: seccomp
import socket

for kind in (socket.SOCK_DGRAM, socket.SOCK_SEQPACKET, socket.SOCK_STREAM):
    try:
        one, _ = socket.socketpair(socket.AF_UNIX, kind)
        one.sendmsg([b"hello"], [], 0, UNIX_DATAGRAM)
    except OSError:
        continue
    breach("sent")
