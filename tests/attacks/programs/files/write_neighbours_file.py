# Writes into a file of another reader's run.
# held by: landlock
# bites without: landlock
open(NEIGHBOURS_FOLDER + "/diary.txt", "a").write("and more")
breach("wrote")
