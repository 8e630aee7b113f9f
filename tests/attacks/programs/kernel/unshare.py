# Stops sharing its table of files with its threads.
# held by: seccomp
# bites without: seccomp
reached("unshare", 0x400)
