# Goes to a folder outside, and writes there by a relative name.
# held by: landlock
# bites without: landlock
os.chdir(CANARY)
open("breach.txt", "w").close()
breach("wrote")
