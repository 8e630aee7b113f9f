# Becomes a program that lies in memory and in no file.
# held by: seccomp
file = call("memfd_create", b"program", 0)
os.write(file, b"#!/bin/sh\necho BREACH\n")
words = (ctypes.c_char_p * 2)(b"program", None)
call("execveat", file, b"", words, None, 0x1000)
