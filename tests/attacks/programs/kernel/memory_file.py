# Makes a file that lies in memory and is counted for nobody.
# held by: seccomp
# bites without: seccomp
reached("memfd_create", b"x", 0)
