# Leaves with the number that shells give to a process that was killed.
# held by: checks
# ends: exited
os._exit(137)
