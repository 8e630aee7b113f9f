# Makes a device that is the machine's first disk.
# held by: landlock, seccomp
import stat

os.mknod("disk", 0o600 | stat.S_IFBLK, os.makedev(8, 0))
breach("made a device")
