# Hands in a result of its own that is no trace, and leaves.
# held by: checks
# ends: returned
import struct

os.write(3, struct.pack("<Q", 6) + b"FORGED")
os._exit(0)
