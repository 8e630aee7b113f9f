# Takes a descriptor out of the server's process.
# held by: seccomp
handle = call("pidfd_open", SERVER, 0)
call("pidfd_getfd", handle, 3, 0)
breach("a descriptor")
