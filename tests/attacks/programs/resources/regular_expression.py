# Has a regular expression backtrack for ever, in C, where no other Python code gets a turn.
# held by: watchdog
# limits: wall_seconds=0.4
# ends: wall, cpu
import re
import signal

signal.alarm(30)
re.match("(a+)+$", "a" * 60 + "b")
