# Leaves a link to a folder for whoever clears up to walk into.
# held by: landlock, seccomp
# bites without: landlock, seccomp
os.symlink(CANARY, "folder")
breach("linked")
