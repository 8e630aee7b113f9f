# Makes ten thousand folders.
# held by: watchdog
import time

for number in range(10_000):
    os.mkdir(f"folder{number}")
time.sleep(1)
breach("ten thousand folders")
