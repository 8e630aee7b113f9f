# Hands in two results.
# held by: checks
import struct

for text in (b"{}", b"[]"):
    os.write(3, struct.pack("<Q", len(text)) + text)
