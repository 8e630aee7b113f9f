# Reads a file by way of the server's own root.
# held by: landlock
# bites without: landlock
breach(open(f"/proc/{SERVER}/root{SECRET}").read()[:6])
