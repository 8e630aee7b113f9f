# Asks for somebody's share of the disk.
# held by: seccomp
reached("quotactl", 0, 0, 0, 0)
