# Makes packets of its own.
# held by: seccomp
reached("socket", 2, 3, 1)
