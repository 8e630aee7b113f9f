# Moves a file of its own out of its folder.
# held by: landlock
# bites without: landlock
open("mine.txt", "w").close()
os.rename("mine.txt", CANARY + "/moved.txt")
breach("moved")
