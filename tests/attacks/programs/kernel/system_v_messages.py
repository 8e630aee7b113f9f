# Asks for a queue of messages that is not there.
# held by: seccomp
# bites without: seccomp
reached("msgget", 0x7EAC4, 0)
