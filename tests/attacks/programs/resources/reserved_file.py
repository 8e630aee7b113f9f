# Reserves room for a file of 64 MiB.
# held by: limits, seccomp
with open("big", "wb") as file:
    os.posix_fallocate(file.fileno(), 0, 2**26)
breach("64 MiB")
