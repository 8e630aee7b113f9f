# Hands in objects in objects, so deep that whoever reads them falls.
# held by: checks
# ends: returned
import struct

text = b'{"steps":' * 400_000
rest = memoryview(struct.pack("<Q", len(text)) + text)
while rest:
    rest = rest[os.write(3, rest) :]
os._exit(0)
