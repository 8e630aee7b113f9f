# Changes where the kernel thinks that its code and its arguments lie.
# held by: seccomp
reached("prctl", 35, 1, 1, 0, 0)
