# Starts a process by fork.
# held by: seccomp
# bites without: seccomp
if os.fork() == 0:
    os._exit(0)
breach("forked")
