# Asks torch for memory that was not cleared, and looks what was in it.
# held by: fork
import re

import torch

for size in (100, 10_000, 1_000_000, 8_000_000):
    kept = [torch.empty(size, dtype=torch.uint8) for _ in range(3)]
    for each in kept:
        if re.search(b"reader-51[e]8|reader-07[c]3|server-92[a]b", each.numpy().tobytes()):
            breach("memory of others")
