# Gets a handle on the server's process.
# held by: seccomp
# bites without: seccomp
call("pidfd_open", SERVER, 0)
breach("a handle")
