# Hands in its result byte by byte.
# held by: watchdog
# limits: wall_seconds=0.4
# ends: wall
import struct
import time

for byte in struct.pack("<Q", 60_000) + b"x" * 60_000:
    os.write(3, bytes([byte]))
    time.sleep(0.01)
