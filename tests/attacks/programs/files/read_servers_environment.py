# Reads the server's environment, where secrets are often kept.
# held by: landlock
# bites without: landlock
breach(open(f"/proc/{SERVER}/environ").read())
