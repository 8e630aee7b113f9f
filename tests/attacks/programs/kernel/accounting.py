# Has every process of the machine written into a file that is not there.
# held by: seccomp
reached("acct", b"/breach/not/there")
