# Opens the memory of another reader's program.
# held by: landlock
breach(open(f"/proc/{NEIGHBOUR}/mem", "rb"))
