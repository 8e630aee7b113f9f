# Finds out whether it could signal the zygote's group.
# held by: landlock, seccomp
# bites without: landlock, seccomp
os.killpg(os.getpgid(ZYGOTE), 0)
breach("could")
