# Changes the rights of a file outside by fchmodat2, which older filters do not know.
# held by: seccomp
# bites without: seccomp
call("fchmodat2", -100, (CANARY + "/canary.txt").encode(), 0o777, 0)
breach("fchmodat2")
