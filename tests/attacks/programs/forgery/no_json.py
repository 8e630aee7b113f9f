# Hands in bytes that are no text.
# held by: checks
# ends: returned
import struct

text = bytes(range(256)) * 100
os.write(3, struct.pack("<Q", len(text)) + text)
os._exit(0)
