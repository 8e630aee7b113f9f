# Hands in numbers with a hundred thousand digits.
# held by: checks
# ends: returned
import struct

text = b'{"torch":"2","device":"cpu","threads":' + b"9" * 100_000 + b',"seconds":1e400}'
rest = memoryview(struct.pack("<Q", len(text)) + text)
while rest:
    rest = rest[os.write(3, rest) :]
os._exit(0)
