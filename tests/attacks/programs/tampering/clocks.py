# Has all clocks say something else.
# held by: fork, checks
import time

time.perf_counter = time.monotonic = time.time = lambda: float("nan")
