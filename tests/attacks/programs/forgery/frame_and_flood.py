# Hands in a result, and prints on.
# held by: checks, watchdog
import struct

os.write(3, struct.pack("<Q", 2) + b"{}")
while True:
    os.write(1, b"x" * 1000)
