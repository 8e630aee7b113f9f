# Reads the machine's passwords, which root may.
# held by: landlock
breach(open("/etc/shadow").read()[:1])
