# Handles page faults itself: the usual help for exploits of the kernel.
# held by: seccomp
# bites without: seccomp
reached("userfaultfd", 1)
