# Becomes another program.
# held by: landlock, seccomp
# bites without: landlock, seccomp
os.execv("/bin/sh", ["sh", "-c", "echo BREACH"])
