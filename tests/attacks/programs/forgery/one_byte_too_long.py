# Promises a result that is a byte longer than may be.
# held by: checks
# limits: wall_seconds=1.0
# ends: result
import struct
import time

os.write(3, struct.pack("<Q", 4 * 2**20 + 1))
time.sleep(30)
