# Hands in as much as it may, of nothing.
# held by: checks
# ends: returned
import struct

rest = memoryview(struct.pack("<Q", 4 * 2**20) + b" " * (4 * 2**20))
while rest:
    rest = rest[os.write(3, rest) :]
os._exit(0)
