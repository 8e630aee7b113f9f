# Reads a file of another reader's run.
# held by: landlock
# bites without: landlock
breach(open(NEIGHBOURS_FOLDER + "/diary.txt").read()[:6])
