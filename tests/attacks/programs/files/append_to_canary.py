# Appends to a file outside its folder.
# held by: landlock
# bites without: landlock
open(CANARY + "/canary.txt", "a").write("louder")
breach("wrote")
