# Takes the memory of another process away.
# held by: seccomp
# bites without: seccomp
reached("process_mrelease", -1, 0)
