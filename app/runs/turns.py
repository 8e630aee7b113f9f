"""Turns: in which order those that wait are called.

A run that comes in gets the last turn of its round: the first run of a line comes after the first runs of the other
lines, the second after the second ones. So a client that asks a hundred times delays another client's first run by one
run, not by a hundred. A turn of somebody who belongs to a group is a turn of the group: whoever is `first` of it takes
it, and the members move on, each to the next turn that the group has. To all others that looks the same.
"""

from collections import Counter
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from .client import OURS, Client


class Waits(Protocol):
    """What can be called."""

    @property
    def client(self) -> Client:
        """Whose it is."""


T = TypeVar("T", bound=Waits)


class Turns(Generic[T]):
    """Those that wait, in the order of their turns, and those that were called and are not over yet, in that order."""

    def __init__(self, slots: Callable[[], int], client_slots: int) -> None:
        self._slots = slots
        self._client_slots = client_slots
        self.waiting: list[T] = []
        self.running: list[T] = []

    def join(self, one: T) -> None:
        """Let one more wait."""
        line = [i for i, each in enumerate(self.waiting) if each.client.line == one.client.line]
        behind = line[-1] + 1 if line else 0
        later = (i for i, nth in enumerate(self._rounds()) if i >= behind and nth > len(line) + 1)
        self.waiting.insert(next(later, len(self.waiting)), one)

    def leave(self, one: T) -> None:
        """Forget one. If it waits still, the later ones of its line move up. To leave twice does no harm."""
        if one in self.running:
            self.running.remove(one)
        elif one in self.waiting:
            line = self._from(one, lambda client: client.line == one.client.line)
            self._exchange(line, [*line[1:], one])
            self.waiting.remove(one)

    def call(self) -> T | None:
        """Give a free place to the one whose turn it is; None where nobody may have one now."""
        one = next((each for each in self.waiting if self.has_place_for(each.client)), None)
        if one is None:
            return None
        called = self._first_of(one.client.group) or one
        group = self._from(one, lambda client: client.group == one.client.group)
        before = group[: group.index(called)]
        self._exchange([*before, called], [called, *before])
        self.waiting.remove(called)
        self.running.append(called)
        return called

    def has_place_for(self, client: Client) -> bool:
        """Whether a place is free, and the client has not all that it may have."""
        if len(self.running) >= self._slots():
            return False
        return client == OURS or self.running_of(client) < self._client_slots

    def running_of(self, client: Client) -> int:
        """How many runs of a client have a place."""
        return sum(each.client.line == client.line for each in self.running)

    def forecast(self) -> list[T]:
        """Those that wait, in the order in which they are called if runs end in the order in which they began."""
        ahead, order = Turns[T](self._slots, self._client_slots), list[T]()
        ahead.waiting, ahead.running = self.waiting.copy(), self.running.copy()
        while ahead.running and ahead.waiting:
            ahead.running.pop(0)
            while (called := ahead.call()) is not None:
                order.append(called)
        return order

    def _rounds(self) -> list[int]:
        """For each that waits, the how-manieth of its line it is."""
        seen, rounds = Counter[str](), list[int]()
        for each in self.waiting:
            seen[each.client.line] += 1
            rounds.append(seen[each.client.line])
        return rounds

    def _first_of(self, group: str) -> T | None:
        """The one that goes ahead of the rest of its group, if it waits and may run."""
        firsts = (each for each in self.waiting if group and each.client.group == group and each.client.first)
        return next((each for each in firsts if self.has_place_for(each.client)), None)

    def _from(self, one: T, belongs: Callable[[Client], bool]) -> list[T]:
        """Those from this one on that belong to it."""
        return [each for each in self.waiting[self.waiting.index(one) :] if belongs(each.client)]

    def _exchange(self, those: list[T], order: list[T]) -> None:
        """Let some take each other's turns, in this order."""
        turns = [self.waiting.index(each) for each in those]
        for turn, each in zip(turns, order, strict=True):
            self.waiting[turn] = each
