# Stops a process of the server's user, by the system call that is for threads.
# held by: landlock, seccomp
# bites without: landlock, seccomp
call("tgkill", SENTINEL, SENTINEL, 19)
breach("stopped")
