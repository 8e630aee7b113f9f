# Promises a result of 2**64 bytes, and has the server wait.
# held by: checks
# limits: wall_seconds=1.0
# ends: result
import time

os.write(3, b"\xff" * 8)
time.sleep(30)
