# Restarts the machine, or would, were the magic number right.
# held by: seccomp
reached("reboot", 1, 2, 3, 0)
