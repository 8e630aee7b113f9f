# Changes the rights of a file outside through a descriptor that cannot even read it.
# held by: seccomp
# bites without: seccomp
file = os.open(CANARY + "/canary.txt", os.O_PATH)
os.chmod(f"/proc/self/fd/{file}", 0o777)
breach("chmod")
