# Gives the machine another name, of a length that no name has.
# held by: seccomp
reached("sethostname", 0, -1)
