# Finds out what it shares with the server.
# held by: seccomp
reached("kcmp", SERVER, os.getpid(), 2, 0, 0)
