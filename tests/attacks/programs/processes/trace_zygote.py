# Becomes the debugger of the zygote.
# held by: landlock, seccomp
call("ptrace", 0x4206, ZYGOTE, 0, 0)
breach("traces")
