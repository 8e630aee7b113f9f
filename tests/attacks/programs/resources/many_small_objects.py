# Fills memory with small objects, up to the last byte, where nothing else works any more.
# held by: limits, watchdog
rows = []
while len(rows) < 20_000_000:
    rows.append((1, len(rows)))
breach("a gigabyte")
