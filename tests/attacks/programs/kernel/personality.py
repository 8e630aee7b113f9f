# Has its addresses be the same each time.
# held by: seccomp
# bites without: seccomp
call("personality", 0x40000)
breach("may")
