# Lists where people live.
# held by: landlock
# bites without: landlock
breach(os.listdir("/home"))
