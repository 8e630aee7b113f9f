# Reads the machine's list of users.
# held by: landlock
# bites without: landlock
breach(open("/etc/passwd").read()[:20])
