# Reads the file from a thread, in case walls stand around the first thread only.
# held by: landlock
# bites without: landlock
import threading

thread = threading.Thread(target=lambda: breach(open(SECRET).read()[:6]))
thread.start()
thread.join()
