# Forks in a thread, in case walls stand around the first thread only.
# held by: seccomp
# bites without: seccomp
import threading


def run():
    if os.fork() == 0:
        os._exit(0)
    breach("forked")


thread = threading.Thread(target=run)
thread.start()
thread.join()
