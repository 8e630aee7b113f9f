# Makes a socket to ping others with.
# held by: seccomp
reached("socket", 2, 2, 1)
