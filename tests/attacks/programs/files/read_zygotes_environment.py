# Reads the zygote's environment.
# held by: landlock
breach(open(f"/proc/{ZYGOTE}/environ").read())
