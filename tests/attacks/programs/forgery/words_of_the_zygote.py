# Says what only the zygote may say, on every descriptor that there is.
# held by: fork
import json

words = {"hello": {"torch": "9", "gpu": True, "tasks": 1}, "forked": 1, "exited": 1, "status": 0, "cpu": 0, "rss": 0}
for number in range(1024):
    try:
        os.write(number, json.dumps(words).encode())
    except OSError:
        pass
