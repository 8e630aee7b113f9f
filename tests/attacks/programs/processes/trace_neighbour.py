# Becomes the debugger of another reader's program.
# held by: landlock, seccomp
call("ptrace", 0x4206, NEIGHBOUR, 0, 0)
breach("traces")
