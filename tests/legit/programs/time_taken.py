import time
from datetime import datetime, timedelta

import torch

start = time.perf_counter()
torch.ones(100) @ torch.ones(100)
time.sleep(0.01)
print(0.01 <= time.perf_counter() - start < 5, datetime(2024, 2, 29) + timedelta(days=1))
print(time.strftime("%Y", time.gmtime(0)), datetime.now() > datetime(2020, 1, 1))
