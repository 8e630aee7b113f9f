# Reads what is mounted where on the machine.
# held by: landlock
# bites without: landlock
breach(open(f"/proc/{SERVER}/mountinfo").read()[:30])
