# Starts a program by posix_spawn, which libc does without fork.
# held by: landlock, seccomp
# bites without: landlock, seccomp
pid = os.posix_spawn("/bin/sh", ["sh", "-c", "exit 7"], {})
if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7:
    breach("spawned")
