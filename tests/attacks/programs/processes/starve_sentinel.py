# Has another process scheduled only when nobody else wants to run.
# held by: seccomp
# bites without: seccomp
os.sched_setscheduler(SENTINEL, os.SCHED_IDLE, os.sched_param(0))
breach("starved")
