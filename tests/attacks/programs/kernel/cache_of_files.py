# Asks which parts of a file others have read lately.
# held by: seccomp
# bites without: seccomp
reached("cachestat", -1, 0, 0, 0)
