# Asks how the clock is adjusted, which is the call that adjusts it.
# held by: seccomp
# bites without: seccomp
reached("adjtimex", 0)
