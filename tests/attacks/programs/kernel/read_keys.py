# Reads which keys the kernel keeps for this user.
# held by: seccomp
# bites without: seccomp
reached("keyctl", 0, -3, 0)
