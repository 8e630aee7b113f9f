# Has the kernel list what is mounted.
# held by: seccomp
# bites without: seccomp
reached("listmount", 0, 0, 0, 0)
