# Forks and forks; bounded to five rounds.
# held by: seccomp
for _ in range(5):
    if os.fork() > 0:
        breach("forked")
import time

time.sleep(2)
