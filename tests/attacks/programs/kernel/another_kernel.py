# Boots another kernel; the arguments are nonsense.
# held by: seccomp
reached("kexec_load", 0, 0, 0, 0xFFFF)
