# Makes a file of its own that even root cannot simply remove.
# held by: seccomp
# bites without: seccomp
import fcntl

file = os.open("mine.txt", os.O_CREAT | os.O_RDWR)
flags = bytearray(8)
fcntl.ioctl(file, 0x80086601, flags)
fcntl.ioctl(file, 0x40086602, bytes(flags))
if os.getuid() == 0:
    fcntl.ioctl(file, 0x40086602, (0x10).to_bytes(8, "little"))
breach("set flags")
