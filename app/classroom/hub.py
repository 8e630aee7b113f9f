"""Hub: wakes those who watch a room. It holds no events: whoever wakes looks at what is the case now."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class Hub:
    """The bells of all who watch, by room, and which seats have the room open."""

    def __init__(self) -> None:
        self._bells: dict[str, set[asyncio.Event]] = {}
        self._counters: dict[str, set[asyncio.Event]] = {}
        self._seats: dict[str, Counter[str]] = {}
        self.closed = False
        """Nobody is to watch any more."""

    @contextmanager
    def watching(self, code: str, seat: str = "") -> Iterator[asyncio.Event]:
        """A bell that rings with each change; with a seat, that student is there meanwhile."""
        bell, seats = asyncio.Event(), self._seats.setdefault(code, Counter())
        self._bells.setdefault(code, set()).add(bell)
        seats[seat] += bool(seat)
        try:
            yield bell
        finally:
            self._leave(code, seat, bell)

    @contextmanager
    def counting(self, code: str) -> Iterator[asyncio.Event]:
        """A bell that rings when there may be something else to count: votes come by the hundred, and a class that
        was woken for each would do nothing else."""
        bell = asyncio.Event()
        self._counters.setdefault(code, set()).add(bell)
        try:
            yield bell
        finally:
            self._counters[code].discard(bell)
            if not self._counters[code]:
                del self._counters[code]

    def ring(self, code: str) -> None:
        """The state of a room has changed."""
        for bell in self._bells.get(code, ()):
            bell.set()
        self.tick(code)

    def tick(self, code: str) -> None:
        """Somebody in a room has joined, voted, or said something."""
        for bell in self._counters.get(code, ()):
            bell.set()

    def close(self) -> None:
        """Wake all who watch, for the last time."""
        self.closed = True
        for code in self.rooms:
            self.ring(code)

    @property
    def rooms(self) -> tuple[str, ...]:
        """The rooms that somebody watches."""
        return tuple(self._bells)

    def seats(self, code: str) -> tuple[str, ...]:
        """The students who have the room open."""
        return tuple(+self._seats.get(code, Counter()))

    def _leave(self, code: str, seat: str, bell: asyncio.Event) -> None:
        self._seats[code][seat] -= bool(seat)
        self._seats[code] += Counter()  # forgets those who have gone
        self._bells[code].discard(bell)
        if not self._bells[code]:
            del self._bells[code], self._seats[code]
