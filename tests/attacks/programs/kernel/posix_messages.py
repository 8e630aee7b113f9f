# Asks for a queue of messages by its name.
# held by: seccomp
# bites without: seccomp
reached("mq_open", b"breach-that-is-not-there", 0, 0, 0)
