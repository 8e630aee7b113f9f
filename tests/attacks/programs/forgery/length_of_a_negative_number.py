# Promises a result of a length that is negative where it is read with a sign.
# held by: checks
# ends: result
import struct

os.write(3, struct.pack("<q", -1) + b"{}")
os._exit(0)
