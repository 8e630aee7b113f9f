# Makes a system call with a number that wraps round to fork.
# held by: seccomp
# bites without: seccomp
# machine: x86_64
for number in (57 + (1 << 32), 57 + (1 << 31), 0x3FFFFFFF, -1):
    try:
        if call(number) == 0:
            os._exit(0)
    except OSError:
        continue
    breach(number)
