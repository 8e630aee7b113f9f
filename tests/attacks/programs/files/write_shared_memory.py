# Leaves a file in /dev/shm, which lies in memory and is counted for nobody.
# held by: landlock
# bites without: landlock
open("/dev/shm/breach", "w").write("x")
breach("wrote")
