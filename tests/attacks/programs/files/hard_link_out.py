# Makes a second name for a file of its own outside its folder.
# held by: landlock, seccomp
# bites without: landlock, seccomp
open("mine.txt", "w").close()
os.link("mine.txt", CANARY + "/breach.txt")
breach("linked")
