# Takes a key for the protection of its memory.
# held by: seccomp
reached("pkey_alloc", 1, 0)
