# Makes system calls by the numbers of x32, where the filter may know none.
# held by: seccomp
# machine: x86_64
if call(0x40000000 + 39) == os.getpid():
    breach("x32")
