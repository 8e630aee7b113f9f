# Makes itself readable for debuggers again.
# held by: seccomp
# bites without: seccomp
call("prctl", 4, 1, 0, 0, 0)
breach("dumpable")
