# Prints 50 MiB as errors.
# held by: watchdog
# ends: output
import sys

for number in range(1_000_000):
    sys.stderr.write("again " * 9)
