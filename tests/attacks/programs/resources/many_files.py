# Makes ten thousand empty files.
# held by: watchdog
import time

for number in range(10_000):
    os.close(os.open(f"file{number}", os.O_CREAT | os.O_WRONLY))
time.sleep(1)
breach("ten thousand files")
