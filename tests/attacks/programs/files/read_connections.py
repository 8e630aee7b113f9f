# Reads who is connected to this machine.
# held by: landlock
# bites without: landlock
breach(open("/proc/net/tcp").read()[:30])
