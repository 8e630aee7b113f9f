# Opens a terminal of its own, to type into.
# held by: landlock
# bites without: landlock
os.open("/dev/ptmx", os.O_RDWR | os.O_NOCTTY)
breach("a terminal")
