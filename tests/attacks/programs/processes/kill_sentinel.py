# Kills a process of the server's user.
# held by: landlock, seccomp
# bites without: landlock, seccomp
os.kill(SENTINEL, 9)
breach("killed")
