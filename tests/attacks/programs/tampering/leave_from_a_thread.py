# Leaves from a thread, while the program runs.
# held by: fork
import threading
import time

threading.Thread(target=lambda: os._exit(5)).start()
time.sleep(2)
