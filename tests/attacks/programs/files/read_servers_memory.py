# Opens the server's memory.
# held by: landlock
breach(open(f"/proc/{SERVER}/mem", "rb"))
