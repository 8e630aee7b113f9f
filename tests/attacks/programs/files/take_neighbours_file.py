# Moves a file of another reader's run to itself.
# held by: landlock
# bites without: landlock
os.rename(NEIGHBOURS_FOLDER + "/diary.txt", "mine.txt")
breach("took it")
