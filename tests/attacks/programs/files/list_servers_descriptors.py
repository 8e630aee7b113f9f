# Looks at what the server has open.
# held by: landlock
# bites without: landlock
breach(os.listdir(f"/proc/{SERVER}/fd"))
