# Asks not to be stopped when the zygote ends.
# held by: seccomp
# bites without: seccomp
call("prctl", 1, 0, 0, 0, 0)
breach("will survive")
