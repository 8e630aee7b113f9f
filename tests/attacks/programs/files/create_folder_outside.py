# Makes a folder outside its folder.
# held by: landlock
# bites without: landlock
os.mkdir(CANARY + "/breach")
breach("made a folder")
