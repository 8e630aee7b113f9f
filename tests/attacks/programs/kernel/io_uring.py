# Has the kernel do things by a queue, past every filter of calls.
# held by: seccomp
# bites without: seccomp
reached("io_uring_setup", 1, 0)
