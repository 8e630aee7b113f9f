"""Shelf: as many things as fit into so many bytes; the one not asked for longest goes first."""

from collections import OrderedDict
from typing import Generic, TypeVar

T = TypeVar("T")


class Shelf(Generic[T]):
    """Things by their ids, each with the bytes that it takes up."""

    def __init__(self, nbytes: int) -> None:
        self._room = nbytes
        self._things: OrderedDict[str, tuple[T, int]] = OrderedDict()
        self.nbytes = 0

    def get(self, id_: str) -> T | None:
        """The thing with this id, which is thereby the last that goes."""
        if (found := self._things.get(id_)) is None:
            return None
        self._things.move_to_end(id_)
        return found[0]

    def put(self, id_: str, thing: T, nbytes: int) -> None:
        """Put a thing in the place of the one that had its id. One that is too large for the shelf is not kept."""
        self.drop(id_)
        if nbytes > self._room:
            return
        self._things[id_] = thing, nbytes
        self.nbytes += nbytes
        while self.nbytes > self._room:
            self.drop(next(iter(self._things)))

    def drop(self, id_: str) -> None:
        """Put the thing with this id away, if it is here."""
        _, nbytes = self._things.pop(id_, (None, 0))
        self.nbytes -= nbytes
