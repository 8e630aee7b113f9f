# Fills memory with a list, up to a gigabyte.
# held by: limits, watchdog
rows = []
while len(rows) < 1000:
    rows.append(bytearray(b"x") * 2**20)
breach("a gigabyte")
