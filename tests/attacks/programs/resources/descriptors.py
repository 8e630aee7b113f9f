# Opens its own file a thousand times.
# held by: limits
# bites without: limits
kept = [os.open("file", os.O_CREAT | os.O_RDWR) for _ in range(1000)]
breach("a thousand descriptors")
