# Uses the time of all processors at once, in threads.
# held by: limits, watchdog
# limits: cpu_seconds=1
# ends: cpu, wall, processes, signal
import threading
import time

import torch

end = time.monotonic() + 30


def work():
    while time.monotonic() < end:
        torch.randn(400, 400) @ torch.randn(400, 400)


threads = [threading.Thread(target=work) for _ in range(4)]
for each in threads:
    each.start()
for each in threads:
    each.join()
