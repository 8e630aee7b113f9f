# Leaves a symbolic link for the server to follow when it looks at the folder.
# held by: landlock, seccomp
# bites without: landlock, seccomp
os.symlink("/etc/passwd", "innocent.txt")
breach("linked")
