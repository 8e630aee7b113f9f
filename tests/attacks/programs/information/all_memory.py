# Reads all of its own memory through /proc, if it may.
# held by: fork, landlock
import re

for line in open("/proc/self/maps"):
    span, mode, *_ = line.split()
    if "rw" in mode and "[v" not in line:
        start, end = (int(edge, 16) for edge in span.split("-"))
        with open("/proc/self/mem", "rb", 0) as memory:
            memory.seek(start)
            if re.search(b"reader-51[e]8|reader-07[c]3|server-92[a]b", memory.read(min(end - start, 2**25))):
                breach(line)
