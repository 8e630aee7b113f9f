# Fills the disk with files of half a mebibyte, up to 150 MiB.
# held by: watchdog
import time

for number in range(300):
    with open(f"file{number}", "wb") as file:
        file.write(b"x" * 2**19)
time.sleep(1)
breach("150 MiB")
