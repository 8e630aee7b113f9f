# Hands in a result, and goes on for ever.
# held by: watchdog
import struct
import time

os.write(3, struct.pack("<Q", 2) + b"{}")
time.sleep(30)
