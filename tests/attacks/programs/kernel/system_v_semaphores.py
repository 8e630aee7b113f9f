# Asks for semaphores that stay when it has gone.
# held by: seccomp
# bites without: seccomp
reached("semget", 1, -1, 0)
