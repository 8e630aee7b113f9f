# Makes the zygote its debugger, which would then wait for it in vain.
# held by: seccomp
# bites without: seccomp
call("ptrace", 0, 0, 0, 0)
breach("is traced")
