import itertools

import torch


def batches(data, size):
    for start in range(0, len(data), size):
        yield data[start : start + size]


total = sum(batch.sum() for batch in batches(torch.arange(10.0), 3))
print(total, list(itertools.islice((n * n for n in itertools.count()), 5)))
