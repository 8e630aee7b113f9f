# Finds out whether it could signal every process there is.
# held by: seccomp
# bites without: seccomp
os.kill(-1, 0)
breach("could")
