# Opens settings in /sys for writing.
# held by: landlock
for path in ("kernel/mm/transparent_hugepage/enabled", "power/state", "kernel/uevent_helper"):
    try:
        os.open("/sys/" + path, os.O_WRONLY)
    except OSError:
        continue
    breach(path)
