# Prints past Python, in four threads at once.
# held by: watchdog
# ends: output
import threading


def shout():
    for _ in range(1000):
        os.write(1, b"x" * 10_000)
        os.write(2, b"x" * 10_000)


threads = [threading.Thread(target=shout) for _ in range(4)]
for each in threads:
    each.start()
for each in threads:
    each.join()
