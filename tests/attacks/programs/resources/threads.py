# Starts two hundred threads.
# held by: watchdog
import threading
import time

threading.stack_size(65536)
for _ in range(200):
    threading.Thread(target=time.sleep, args=(3,), daemon=True).start()
time.sleep(1)
if threading.active_count() > 100:
    breach("threads")
