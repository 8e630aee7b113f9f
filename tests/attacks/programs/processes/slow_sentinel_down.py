# Lowers the priority of another process.
# held by: seccomp
# bites without: seccomp
os.setpriority(os.PRIO_PROCESS, SENTINEL, 19)
breach("slowed down")
