# Overwrites a file outside its folder.
# held by: landlock
# bites without: landlock
open(CANARY + "/canary.txt", "w").write("silence")
breach("wrote")
