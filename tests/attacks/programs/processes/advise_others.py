# Gives advice about the memory of another process.
# held by: seccomp
# bites without: seccomp
reached("process_madvise", -1, 0, 0, 0, 0)
