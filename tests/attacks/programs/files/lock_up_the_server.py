# Takes a lock on a file of the server's.
# held by: landlock
# bites without: landlock
import fcntl

fcntl.flock(open(CANARY + "/canary.txt"), fcntl.LOCK_EX)
breach("locked")
