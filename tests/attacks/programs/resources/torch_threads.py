# Has torch use as many threads as it will.
# held by: watchdog
# limits: cpu_seconds=2
import time

import torch

torch.set_num_threads(64)
end = time.monotonic() + 1
while time.monotonic() < end:
    torch.randn(300, 300) @ torch.randn(300, 300)
if len(os.listdir("/proc/self/task")) > 40:
    breach("threads")
