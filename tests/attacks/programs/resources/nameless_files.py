# Fills the disk with files that never had a name, up to 25 MiB.
# held by: seccomp
# limits: disk_bytes=10485760
import os
import time

kept = []
for number in range(50):
    kept.append(os.open(".", os.O_TMPFILE | os.O_RDWR))
    os.write(kept[-1], b"x" * 2**19)
time.sleep(1)
breach("25 MiB")
