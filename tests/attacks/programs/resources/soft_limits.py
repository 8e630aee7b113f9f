# Raises the soft limits to the hard ones, and fills memory.
# held by: limits, seccomp, watchdog
import resource

try:
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
except (ValueError, OSError):
    pass
rows = [bytearray(b"x") * 2**20 for _ in range(900)]
breach("a gigabyte")
