# Opens settings of the kernel for writing.
# held by: landlock
for path in ("kernel/core_pattern", "vm/overcommit_memory", "kernel/modprobe"):
    try:
        os.open("/proc/sys/" + path, os.O_WRONLY)
    except OSError:
        continue
    breach(path)
