# Has itself scheduled before everybody else.
# held by: seccomp
os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50))
breach("hurries")
