# Leaves the process group by which it would be stopped.
# held by: seccomp
os.setpgid(0, os.getpgid(ZYGOTE))
breach("left")
