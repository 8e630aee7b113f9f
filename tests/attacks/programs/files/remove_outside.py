# Removes a file outside its folder.
# held by: landlock
# bites without: landlock
os.remove(CANARY + "/canary.txt")
breach("removed")
