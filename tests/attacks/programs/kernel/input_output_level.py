# Takes all input and output ports of the machine, at a level that there is not.
# held by: seccomp
# machine: x86_64
reached("iopl", 4)
