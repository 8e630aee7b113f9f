"""Lookout: which jobs show no sign of life. It goes by its own clock, and by whether a beat has changed since."""

import time
from collections.abc import Callable, Iterator, Mapping

from .job_rows import NOBODY


class Lookout:
    """Remembers since when each job has had the beat that it has."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._since: dict[str, tuple[int, float]] = {}

    def unattended(self, goes_on: Mapping[str, tuple[int, str]]) -> Iterator[tuple[str, int]]:
        """The jobs that nobody runs, with their beats: those that were put down, or are silent for too long."""
        now = self._clock()
        self._since = {id_: self._seen(id_, beat, now) for id_, (beat, _) in goes_on.items()}
        for id_, (beat, runner) in goes_on.items():
            if runner == NOBODY or now - self._since[id_][1] > self._seconds:
                yield id_, beat

    def _seen(self, id_: str, beat: int, now: float) -> tuple[int, float]:
        known = self._since.get(id_)
        return known if known is not None and known[0] == beat else (beat, now)
