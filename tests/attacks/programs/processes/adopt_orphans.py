# Makes itself the parent of orphans, so that the zygote does not find them.
# held by: seccomp
# bites without: seccomp
call("prctl", 36, 1, 0, 0, 0)
breach("adopts")
