"""Rates: how often somebody may do something. Each has a bucket that fills by itself; who finds it empty waits."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from .errors import TooOften
from .sentence import sentence

MOST = 20_000
"""Buckets beyond which the one that was used least of late is forgotten."""


class Rates:
    """Buckets by name, of one size. Time is the monotonic clock's: a clock that is set forth fills nothing."""

    def __init__(self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst = burst
        self._per_second = per_second
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str) -> None:
        """Take one out of somebody's bucket. Raises TooOften where it is empty."""
        left, now = self._left(name)
        if left < 1:
            about = math.ceil((1 - left) / self._per_second)
            raise TooOften(
                sentence("That was too often. Wait %(seconds)s s and try again.", seconds=about), retry_after=about
            )
        self._put(name, left - 1, now)

    def _left(self, name: str) -> tuple[float, float]:
        now = self._clock()
        level, then = self._buckets.get(name, (self._burst, now))
        return min(self._burst, level + (now - then) * self._per_second), now

    def _put(self, name: str, level: float, now: float) -> None:
        self._buckets[name] = level, now
        self._buckets.move_to_end(name)
        if len(self._buckets) > MOST:
            self._buckets.popitem(last=False)
