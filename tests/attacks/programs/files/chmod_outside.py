# Changes the rights of a file outside.
# held by: seccomp
# bites without: seccomp
os.chmod(CANARY + "/canary.txt", 0o777)
breach("chmod")
