# Kills it by tkill, which takes no process.
# held by: landlock, seccomp
# bites without: landlock, seccomp
call("tkill", SENTINEL, 9)
breach("killed")
