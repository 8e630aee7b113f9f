# Reads how long the kernel's own log is.
# held by: seccomp
reached("syslog", 10, 0, 0)
