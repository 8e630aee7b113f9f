# Reads the same file by way of /proc/self/root.
# held by: landlock
# bites without: landlock
breach(open("/proc/self/root" + SECRET).read()[:6])
