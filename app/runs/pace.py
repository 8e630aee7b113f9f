"""Pace: how long runs take of late, and from that how long somebody will have to wait."""

import math
from collections.abc import Callable

FIRST_GUESS_SECONDS = 1.0
WEIGHT_OF_THE_LAST = 0.2
LONGEST_SECONDS = 600


class Pace:
    """A moving average of the seconds that a run takes, with so many at a time."""

    def __init__(self, slots: Callable[[], int]) -> None:
        self._slots = slots
        self.seconds = FIRST_GUESS_SECONDS

    def note(self, seconds: float) -> None:
        """A run has taken so long."""
        self.seconds += WEIGHT_OF_THE_LAST * (seconds - self.seconds)

    def wait(self, place: int) -> float:
        """How long the run at this place will wait, the first that waits being at place 1; in seconds, a guess."""
        return self.seconds * place / self._slots()


def whole_seconds(seconds: float) -> int:
    """A guess as Retry-After tells it: never at once, and never so long that nobody comes back."""
    return min(max(1, math.ceil(seconds)), LONGEST_SECONDS)
