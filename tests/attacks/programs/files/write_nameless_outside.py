# Makes a file without a name on another's disk, and fills that.
# held by: landlock, seccomp
# bites without: landlock, seccomp
os.open(CANARY, os.O_TMPFILE | os.O_RDWR)
breach("made a file")
