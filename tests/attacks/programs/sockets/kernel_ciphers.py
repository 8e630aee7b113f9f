# Makes a socket to the kernel's ciphers, a long way into the kernel.
# held by: seccomp
# bites without: seccomp
reached("socket", 38, 5, 0)
