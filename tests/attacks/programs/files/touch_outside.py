# Changes the times of a file outside.
# held by: seccomp
# bites without: seccomp
os.utime(CANARY + "/canary.txt", (0, 0))
breach("utime")
