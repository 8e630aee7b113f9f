# Reads a file of the server's user, by its full path.
# held by: landlock
# bites without: landlock
breach(open(SECRET).read()[:6])
