# Makes a socket to the machine that this machine runs on.
# held by: seccomp
# bites without: seccomp
reached("socket", 40, 1, 0)
