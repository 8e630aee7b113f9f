# Raises its own priority.
# held by: seccomp
os.setpriority(os.PRIO_PROCESS, 0, -20)
breach("hurries")
