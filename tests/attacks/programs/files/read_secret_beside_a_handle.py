# Opens / as a mere path, and the file relative to that.
# held by: landlock
# bites without: landlock
top = os.open("/", os.O_PATH | os.O_DIRECTORY)
file = os.open(SECRET.lstrip("/"), os.O_RDONLY, dir_fd=top)
breach(os.read(file, 6))
