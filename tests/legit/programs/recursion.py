import functools
import sys

import torch


@functools.lru_cache(maxsize=None)
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def depth(x, n):
    return x if n == 0 else depth(x + 1, n - 1)


print(fibonacci(80), depth(torch.zeros(1), 100), sys.getrecursionlimit() >= 1000)
