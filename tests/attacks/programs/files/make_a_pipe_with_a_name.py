# Leaves a named pipe that hangs whoever opens it.
# held by: landlock, seccomp
# bites without: landlock, seccomp
os.mkfifo("innocent.txt")
breach("made a pipe")
