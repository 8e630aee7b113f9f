# Keeps a key in the kernel, where it stays for the next run.
# held by: seccomp
# bites without: seccomp
reached("add_key", 0, 0, 0, 0, 0)
