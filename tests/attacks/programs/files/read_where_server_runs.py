# Reads the link to the folder that the server runs in.
# held by: landlock
# bites without: landlock
breach(os.readlink(f"/proc/{SERVER}/cwd"))
