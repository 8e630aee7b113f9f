# Makes folders in folders, three thousand deep: whoever walks through them by recursion falls.
# held by: watchdog
import time

for _ in range(3000):
    os.mkdir("in")
    os.chdir("in")
time.sleep(0.3)
