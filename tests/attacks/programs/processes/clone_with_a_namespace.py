# Starts a thread, or so it says, in a user namespace of its own.
# held by: seccomp
for flags in (0x10000000 | 17, 0x10000 | 0x10000000 | 0x800 | 0x100, 0x20000 | 17):
    try:
        if call("clone", flags, 0, 0, 0, 0) == 0:
            os._exit(0)
    except OSError:
        continue
    breach(hex(flags))
