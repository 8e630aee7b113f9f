# Gets a handle on it, and kills it by that.
# held by: landlock, seccomp
# bites without: landlock, seccomp
handle = call("pidfd_open", SENTINEL, 0)
call("pidfd_send_signal", handle, 9, 0, 0)
breach("killed")
