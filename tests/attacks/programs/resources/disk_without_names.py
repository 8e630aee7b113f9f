# Fills the disk with files that it has removed already, up to 200 MiB, as nobody who looks at names would see.
# held by: limits
import os

kept, written = [], 0
for number in range(200):
    try:
        kept.append(open("file", "wb"))
        os.remove("file")
        kept[-1].write(b"x" * 2**20)
        kept[-1].flush()
        written += 1
    except OSError:
        break
if written > 64:
    breach(f"{written} MiB, more than 64 open files of 1 MiB")
