# Moves folders about while the server clears up.
# held by: watchdog
# limits: wall_seconds=0.4
import time

os.makedirs("a/x/y/z")
os.mkdir("b")
end = time.monotonic() + 5
while time.monotonic() < end:
    os.rename("a/x", "b/x")
    os.rename("b/x", "a/x")
