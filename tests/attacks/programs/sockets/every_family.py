# Makes a socket of each family there is.
# held by: seccomp
# bites without: seccomp
for family in range(46):
    try:
        call("socket", family, 1, 0)
    except OSError as error:
        if error.errno in (errno.EPERM, errno.EACCES):
            continue
    breach(f"family {family}")
