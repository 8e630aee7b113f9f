# Leaves a file in /tmp.
# held by: landlock
# bites without: landlock
open("/tmp/breach", "w").write("x")
breach("wrote")
