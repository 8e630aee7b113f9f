# Ends, but leaves a thread that does not.
# held by: fork
import threading
import time

threading.Thread(target=time.sleep, args=(30,)).start()
