# Makes a file outside its folder.
# held by: landlock
# bites without: landlock
open(CANARY + "/breach.txt", "x").close()
breach("made a file")
