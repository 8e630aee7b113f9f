"""Quota: how many new runs somebody may have in a minute. The minute begins with the first of them."""

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ..errors import TooOften
from ..sentence import sentence

WINDOW_SECONDS = 60
MOST = 20_000
"""Windows beyond which the one that was used least of late is forgotten."""
_SAME_WINDOW_SECONDS = 10
"""A database says a window's age in whole seconds, and its answer may be late; two windows are a minute apart."""


@dataclass(frozen=True)
class Quota:
    """So many new runs in a minute, for all who share the `name`."""

    name: str
    policy: str
    """Why there is one, in a word: anonymous, key, seat or desk."""
    per_minute: int


@dataclass(frozen=True)
class Standing:
    """What is left of a quota, and in how many seconds it is whole again."""

    left: int
    resets: int


class Meter(Protocol):
    """Counts new runs."""

    async def take(self, quota: Quota) -> None:
        """Count one. Raises TooOften where none is left."""

    def standing(self, quota: Quota) -> Standing:
        """What is left, as far as is known without asking anybody."""


class Windows:
    """A Meter in memory. Time is the monotonic clock's: a clock that is set forth gives nothing back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._windows: OrderedDict[str, tuple[float, int]] = OrderedDict()

    async def take(self, quota: Quota) -> None:
        """Count one. Raises TooOften where none is left."""
        self.refuse_beyond(quota)
        since, used = self._window(quota)
        self._put(quota, since, used + 1)

    def standing(self, quota: Quota) -> Standing:
        """What is left of it here."""
        since, used = self._window(quota)
        # Taken from a whole window: to add the window to a time first may round up to a second more than there is.
        resets = math.ceil(WINDOW_SECONDS - (self._clock() - since)) if used else WINDOW_SECONDS
        return Standing(max(0, quota.per_minute - used), max(1, resets))

    def refuse_beyond(self, quota: Quota) -> None:
        """Raise TooOften where nothing is left."""
        standing = self.standing(quota)
        if not standing.left:
            said = sentence(
                "You have had the %(most)s new runs that you may have in a minute. "
                "The next one is let in in %(seconds)s s; what was run before is there at once.",
                most=quota.per_minute,
                seconds=standing.resets,
            )
            raise TooOften(said, retry_after=standing.resets)

    def learn(self, quota: Quota, used: int, age: float) -> None:
        """So many have been counted elsewhere, in a window that began so many seconds ago.

        Answers overtake each other: one about an earlier run, or an earlier window, takes nothing back.
        """
        since, (known, before) = self._clock() - age, self._window(quota)
        if not before or since > known + _SAME_WINDOW_SECONDS:
            self._put(quota, since, used)
        elif since > known - _SAME_WINDOW_SECONDS:
            self._put(quota, known, max(used, before))

    def _window(self, quota: Quota) -> tuple[float, int]:
        now = self._clock()
        since, used = self._windows.get(quota.name, (now, 0))
        return (since, used) if now - since < WINDOW_SECONDS else (now, 0)

    def _put(self, quota: Quota, since: float, used: int) -> None:
        self._windows[quota.name] = since, used
        self._windows.move_to_end(quota.name)
        if len(self._windows) > MOST:
            self._windows.popitem(last=False)


class Fares:
    """Counts what one question takes once, however many runs that is."""

    def __init__(self) -> None:
        self._paid: OrderedDict[str, asyncio.Future[None]] = OrderedDict()

    async def pay(self, meter: Meter, quota: Quota, question: str) -> None:
        """Count a run, unless it belongs to a question that is counted already. Raises TooOften."""
        if not question:
            return await meter.take(quota)
        if (paid := self._paid.get(question)) is None:
            paid = self._paid[question] = asyncio.ensure_future(meter.take(quota))
            paid.add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody may wait for it any more
            if len(self._paid) > MOST:
                self._paid.popitem(last=False)
        try:
            return await asyncio.shield(paid)
        except TooOften:
            self._paid.pop(question, None)
            raise
