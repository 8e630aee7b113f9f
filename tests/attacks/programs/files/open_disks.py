# Opens disks and the machine's memory as devices.
# held by: landlock
import glob

for path in [*glob.glob("/dev/[svhx]d[a-z]"), "/dev/vda", "/dev/sda", "/dev/mem", "/dev/kmsg", "/dev/kvm", "/dev/fuse"]:
    try:
        os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        continue
    breach(path)
