"""How the cost of a piece of work grows with its size: a ratio within one run, which other work does not bend.

Four times the size costs four times the time where the cost is proportional, sixteen times where it is quadratic, and
for ever where an expression backtracks.
"""

import gc
import time
from collections.abc import Callable

PROPORTIONAL = 10.0
"""Between the four of a proportional cost and the sixteen of a quadratic one."""


def growth(work: Callable[[], object], larger: Callable[[], object], *, times: int = 3) -> float:
    """Processor seconds of the larger piece of work over those of the other, each the least of several."""
    return _least(larger, times) / _least(work, times)


def _least(work: Callable[[], object], times: int) -> float:
    seconds = []
    gc.disable()  # what lies about in the rest of the process is no part of the work
    try:
        for _ in range(times):
            begun = time.process_time()
            work()
            seconds.append(time.process_time() - begun)
    finally:
        gc.enable()
    return max(min(seconds), 1e-4)
