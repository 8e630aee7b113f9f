# Hands in an object that says each thing twice, and one thing a million times.
# held by: checks
# ends: returned
import struct

text = b'{"torch":"2","torch":"3",' + b'"device":"cpu",' * 200_000 + b'"threads":1}'
rest = memoryview(struct.pack("<Q", len(text)) + text)
while rest:
    rest = rest[os.write(3, rest) :]
os._exit(0)
