# Gives a file outside its folder another name.
# held by: landlock
# bites without: landlock
os.rename(CANARY + "/canary.txt", CANARY + "/renamed.txt")
breach("renamed")
