# Opens the file that restarts the machine when written to.
# held by: landlock
os.open("/proc/sysrq-trigger", os.O_WRONLY)
breach("opened")
