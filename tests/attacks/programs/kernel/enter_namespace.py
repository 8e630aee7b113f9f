# Enters the namespace of another process.
# held by: seccomp
# bites without: seccomp
reached("setns", -1, 0)
