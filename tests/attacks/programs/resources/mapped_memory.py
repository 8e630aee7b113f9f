# Maps memory itself, up to a gigabyte.
# held by: limits, watchdog
import mmap

kept = []
for _ in range(16):
    kept.append(mmap.mmap(-1, 2**26, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS))
    kept[-1].write(b"x" * 2**26)
breach("a gigabyte")
