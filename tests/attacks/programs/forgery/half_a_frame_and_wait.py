# Hands in half of what it promised, and has the server wait.
# held by: watchdog
# limits: wall_seconds=0.4
# ends: wall
import struct
import time

os.write(3, struct.pack("<Q", 60) + b"half")
time.sleep(30)
