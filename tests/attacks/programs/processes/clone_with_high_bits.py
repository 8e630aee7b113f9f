# Hides the flags of clone in the half of the register that a careless filter does not compare.
# held by: seccomp
# bites without: seccomp
if call("clone", (1 << 40) | 17, 0, 0, 0, 0) == 0:
    os._exit(0)
breach("cloned")
