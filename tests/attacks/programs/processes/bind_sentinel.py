# Binds another process to one processor.
# held by: seccomp
# bites without: seccomp
os.sched_setaffinity(SENTINEL, {max(os.sched_getaffinity(0))})
breach("bound")
