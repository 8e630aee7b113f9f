# Starts a process by the system call clone.
# held by: seccomp
# bites without: seccomp
if call("clone", 17, 0, 0, 0, 0) == 0:
    os._exit(0)
breach("cloned")
