# Has every disk of the machine written back, again and again.
# held by: seccomp
# bites without: seccomp
call(81 if os.uname().machine == "aarch64" else 162)
breach("sync")
