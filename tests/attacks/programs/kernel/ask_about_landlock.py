# Asks which Landlock there is.
# held by: seccomp
# bites without: seccomp
reached("landlock_create_ruleset", 0, 0, 1)
