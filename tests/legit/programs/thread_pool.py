from concurrent.futures import ThreadPoolExecutor

import torch

with ThreadPoolExecutor(max_workers=3) as pool:
    sums = list(pool.map(lambda n: torch.arange(n).sum().item(), range(1, 7)))
print(sums)
