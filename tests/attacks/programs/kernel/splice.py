# Moves data between pipes inside the kernel, where such data has been mistaken for files.
# held by: seccomp
# bites without: seccomp
reached("splice", -1, 0, -1, 0, 1, 0)
