# Listens in on the whole network.
# held by: seccomp
reached("socket", 17, 3, 0x300)
