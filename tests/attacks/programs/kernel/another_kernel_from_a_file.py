# Boots another kernel from a file; the arguments are nonsense.
# held by: seccomp
reached("kexec_file_load", -1, -1, 0, 0, 0xFFFFFFFF)
