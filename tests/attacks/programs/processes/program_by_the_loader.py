# Has the loader of programs, a library it may read, start a program.
# held by: landlock, seccomp
# machine: x86_64
os.execv("/lib64/ld-linux-x86-64.so.2", ["ld", "/bin/sh", "-c", "echo BREACH"])
