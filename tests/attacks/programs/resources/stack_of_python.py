# Calls itself in Python for ever.
# held by: limits
# limits: memory_bytes=67108864, cpu_seconds=1
import sys

sys.setrecursionlimit(10**9)


def again():
    again()


again()
