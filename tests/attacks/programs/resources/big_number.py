# Has a number computed that has no end, in C.
# held by: watchdog
# limits: wall_seconds=0.4
# ends: wall, cpu
import signal

signal.alarm(30)
7 ** (7**8)
10**10**8
