# Makes folders in folders, with names so long that no path can name the last.
# held by: watchdog
import time

name = "n" * 250
for _ in range(200):
    os.mkdir(name)
    os.chdir(name)
time.sleep(0.2)
