# Puts an extended attribute on a file outside.
# held by: seccomp
# bites without: seccomp
os.setxattr(CANARY + "/canary.txt", "user.breach", b"x")
breach("setxattr")
