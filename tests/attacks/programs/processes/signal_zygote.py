# Finds out whether it could signal the zygote.
# held by: landlock, seccomp
# bites without: landlock, seccomp
os.kill(ZYGOTE, 0)
breach("could")
