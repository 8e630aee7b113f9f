# Takes a disk away.
# held by: seccomp
reached("umount2", 1, 0)
