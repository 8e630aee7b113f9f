# Takes the input and output ports of the machine.
# held by: seccomp
# machine: x86_64
reached("ioperm", 0, 1, 1)
