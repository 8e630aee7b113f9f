# Leaves a file in /var/tmp, which survives a restart.
# held by: landlock
# bites without: landlock
open("/var/tmp/breach", "w").write("x")
breach("wrote")
