# Takes a module that is not there out of the kernel.
# held by: seccomp
reached("delete_module", b"breach_not_there", 0o4000)
