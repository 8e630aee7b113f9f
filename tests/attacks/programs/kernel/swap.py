# Turns swapping on with a file that is not there.
# held by: seccomp
reached("swapon", b"/breach/not/there", 0)
