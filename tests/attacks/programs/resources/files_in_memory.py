# Fills files that lie in memory, up to 50 MiB.
# held by: limits, seccomp
for _ in range(50):
    file = call("memfd_create", b"x", 0)
    os.write(file, b"x" * 2**20)
breach("50 MiB that nobody counts")
