# Removes a tree outside its folder.
# held by: landlock
# bites without: landlock
import shutil

shutil.rmtree(CANARY + "/folder")
breach("removed")
