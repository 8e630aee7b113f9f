# Maps shared memory, up to a gigabyte.
# held by: limits, seccomp, watchdog
import mmap

kept = []
for _ in range(16):
    kept.append(mmap.mmap(-1, 2**26))
    kept[-1].write(b"x" * 2**26)
breach("a gigabyte")
