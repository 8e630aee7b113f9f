# Keeps its memory from being swapped out.
# held by: limits, seccomp
reached("mlockall", 0)
