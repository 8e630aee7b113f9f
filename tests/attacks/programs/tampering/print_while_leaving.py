# Goes on printing in a thread when it has ended.
# held by: fork
import threading


def shout():
    while True:
        print("still here", flush=True)


threading.Thread(target=shout, daemon=True).start()
