# Prints into the output of another reader's program.
# held by: landlock
file = os.open(f"/proc/{NEIGHBOUR}/fd/1", os.O_WRONLY | os.O_NONBLOCK)
os.write(file, b"BREACH")
breach("wrote")
