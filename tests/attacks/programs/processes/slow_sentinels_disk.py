# Lowers the priority of another process at the disk.
# held by: seccomp
# bites without: seccomp
call("ioprio_set", 1, SENTINEL, 3 << 13)
breach("slowed down")
