# Finds out whether it could signal another reader's program.
# held by: landlock, seccomp
# bites without: landlock, seccomp
os.kill(NEIGHBOUR, 0)
breach("could")
