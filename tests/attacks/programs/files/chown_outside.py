# Changes the owner of a file outside.
# held by: seccomp
# bites without: seccomp
os.chown(CANARY + "/canary.txt", os.getuid(), os.getgid())
breach("chown")
