# Makes it the owner of a pipe, and has the kernel send it a deadly signal once the pipe can be read.
# held by: landlock, seccomp
# bites without: landlock, seccomp
import fcntl

reading, writing = os.pipe()
fcntl.fcntl(reading, fcntl.F_SETOWN, SENTINEL)
fcntl.fcntl(reading, 10, 9)  # F_SETSIG
fcntl.fcntl(reading, fcntl.F_SETFL, os.O_ASYNC)
os.write(writing, b"x")
