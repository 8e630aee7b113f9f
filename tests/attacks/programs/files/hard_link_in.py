# Makes a second name for a file outside in its own folder.
# held by: landlock, seccomp
# bites without: landlock, seccomp
os.link(CANARY + "/canary.txt", "mine.txt")
breach("linked")
