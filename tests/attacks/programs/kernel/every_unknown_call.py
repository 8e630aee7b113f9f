# Makes every call that no program needs, with nonsense for arguments.
# held by: seccomp
# bites without: seccomp
for number in range(424, 470):
    if number in (424, 434, 435, 436, 437, 439, 441, 449):
        continue
    try:
        call(number, -1, -1, -1, -1, -1, -1)
    except OSError as error:
        if error.errno in (errno.EPERM, errno.EACCES, errno.ENOSYS):
            continue
    breach(f"call {number}")
