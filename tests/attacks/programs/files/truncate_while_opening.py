# Opens a file outside for reading, and has it truncated thereby: Landlock learnt of this late.
# held by: landlock, seccomp
# bites without: landlock, seccomp
os.open(CANARY + "/canary.txt", os.O_RDONLY | os.O_TRUNC)
breach("truncated")
