# Takes back the capabilities that it gave up.
# held by: seccomp
# bites without: seccomp
reached("capset", 0, 0)
