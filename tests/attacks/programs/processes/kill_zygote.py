# Kills the zygote that it was forked from.
# held by: landlock, seccomp
import time

os.kill(os.getppid(), 9)
time.sleep(1)
