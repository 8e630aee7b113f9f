# Lists all processes of the machine.
# held by: landlock
# bites without: landlock
breach(os.listdir("/proc"))
