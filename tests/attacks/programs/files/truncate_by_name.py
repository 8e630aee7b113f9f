# Truncates a file outside without opening it.
# held by: landlock, seccomp
# bites without: landlock, seccomp
os.truncate(CANARY + "/canary.txt", 0)
breach("truncated")
