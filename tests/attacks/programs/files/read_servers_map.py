# Reads where the server keeps what in its memory.
# held by: landlock
# bites without: landlock
breach(open(f"/proc/{SERVER}/maps").read()[:40])
