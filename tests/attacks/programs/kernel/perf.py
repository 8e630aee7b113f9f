# Measures the machine, others' secrets included.
# held by: seccomp
# bites without: seccomp
reached("perf_event_open", 0, 0, -1, -1, 0)
