# Allows every process to be its debugger.
# held by: seccomp
# bites without: seccomp
reached("prctl", 0x59616D61, -1, 0, 0, 0)
