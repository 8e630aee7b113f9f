# Maps memory that the limits do not count as its own.
# held by: seccomp
# bites without: seccomp
import mmap

mmap.mmap(-1, 4096, flags=mmap.MAP_SHARED | mmap.MAP_ANONYMOUS)
breach("mapped")
