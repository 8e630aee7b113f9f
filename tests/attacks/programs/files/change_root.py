# Makes another folder its root, to leave all paths behind.
# held by: seccomp
reached("chroot", 0)
