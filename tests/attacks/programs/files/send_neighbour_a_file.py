# Moves a file of its own into another reader's folder.
# held by: landlock
# bites without: landlock
open("mine.txt", "w").close()
os.rename("mine.txt", NEIGHBOURS_FOLDER + "/breach.txt")
os.remove(NEIGHBOURS_FOLDER + "/breach.txt")
breach("sent it")
