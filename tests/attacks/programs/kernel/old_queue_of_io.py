# Makes a queue for reading and writing, of which the machine has a fixed number.
# held by: seccomp
# bites without: seccomp
reached("io_setup", 0, 0)
