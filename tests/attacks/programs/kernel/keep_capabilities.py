# Asks to keep its capabilities when it becomes another user.
# held by: seccomp
# bites without: seccomp
reached("prctl", 8, 1, 0, 0, 0)
