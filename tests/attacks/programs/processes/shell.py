# Has a shell run a line.
# held by: landlock, seccomp
# bites without: landlock, seccomp
os.system("echo BREACH")
