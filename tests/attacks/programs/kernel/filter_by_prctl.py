# Puts on a filter by the other call that does so, one that has all later calls believed to be done.
# held by: seccomp
reached("prctl", 22, 2, 0, 0, 0)
