# Reads the table of segments, as only very old programs do.
# held by: seccomp
# bites without: seccomp
# machine: x86_64
reached("modify_ldt", 0, 0, 0)
