# Becomes the debugger of the server.
# held by: landlock, seccomp
call("ptrace", 0x4206, SERVER, 0, 0)
breach("traces")
