# Makes shared memory that stays when it has gone.
# held by: seccomp
# bites without: seccomp
made = call("shmget", 0, 4096, 0o1600)
call("shmctl", made, 0, 0)
breach("made")
