# Hands in half of what it promised, and leaves.
# held by: checks
# ends: exited
import struct

os.write(3, struct.pack("<Q", 60) + b"half")
os._exit(0)
