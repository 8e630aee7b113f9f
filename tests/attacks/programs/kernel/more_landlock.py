# Puts another Landlock on top, in the hope that the last one counts.
# held by: seccomp
# bites without: seccomp
reached("landlock_restrict_self", -1, 0)
