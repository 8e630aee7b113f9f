# Finds out whether it could signal the server.
# held by: landlock, seccomp
# bites without: landlock, seccomp
os.kill(SERVER, 0)
breach("could")
