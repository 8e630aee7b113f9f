# Chooses which memory of the machine it gets.
# held by: seccomp
reached("mbind", 0, 0, 99, 0, 0, 0)
