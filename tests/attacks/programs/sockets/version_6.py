# Makes a socket of the newer internet protocol.
# held by: seccomp
# bites without: seccomp
reached("socket", 10, 2, 0)
