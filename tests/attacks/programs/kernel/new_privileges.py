# Takes back that it may get no new privileges.
# held by: seccomp
call("prctl", 38, 0, 0, 0, 0)
breach("new privileges")
