# Goes on calling torch in a thread while its result is written down.
# held by: fork
import threading
import time

import torch


def work():
    global x
    end = time.monotonic() + 2
    while time.monotonic() < end:
        x = torch.ones(3)
        globals()[f"name{time.monotonic_ns()}"] = x + 1


threading.Thread(target=work, daemon=True).start()
time.sleep(0.05)
