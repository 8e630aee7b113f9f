# Makes another disk the top.
# held by: seccomp
reached("pivot_root", 1, 1)
