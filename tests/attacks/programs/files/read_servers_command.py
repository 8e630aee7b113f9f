# Reads how the server was started.
# held by: landlock
# bites without: landlock
breach(open(f"/proc/{SERVER}/cmdline").read())
