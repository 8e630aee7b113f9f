# Loads a program into the kernel.
# held by: seccomp
reached("bpf", 0, 0, 0)
