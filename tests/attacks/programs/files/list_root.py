# Lists the top of the disk.
# held by: landlock
# bites without: landlock
breach(os.listdir("/"))
