# Becomes root in a user namespace of its own: the door to half of all exploits of the kernel.
# held by: seccomp
reached("unshare", 0x10000000)
