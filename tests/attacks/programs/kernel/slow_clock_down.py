# Asks not to be able to read the processor's clock.
# held by: seccomp
# bites without: seccomp
reached("prctl", 26, 1, 0, 0, 0)
