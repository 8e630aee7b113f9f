# Puts a filter of its own over the filter, one that lets all through.
# held by: seccomp
reached("seccomp", 1, 0, 0)
