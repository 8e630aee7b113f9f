# Hands in lists in lists, four million deep.
# held by: checks
# ends: returned
import struct

text = b"[" * 4_000_000
rest = memoryview(struct.pack("<Q", len(text)) + text)
while rest:
    rest = rest[os.write(3, rest) :]
os._exit(0)
