"""The storage map of a network: a row a layer, a column a side; layers whose results share a storage share a box."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from ...lab.measuring.anatomy import INPUT
from ...lab.measuring.comparison import Comparison, Side, StorageRow

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Cell:
    """The part of a box that one layer has."""

    letter: str
    storage: StorageRow
    wrote: bool
    """The layer wrote over what lay there."""
    starts: bool
    """The layer before has another storage: the box begins here."""
    ends: bool
    again: bool
    """The storage had a box further up already."""

    @property
    def fleeting(self) -> bool:
        """It is freed before forward ends."""
        return self.storage.freed_in == "forward"


@dataclass(frozen=True)
class MapRow:
    """One layer, or the input."""

    label: str
    other: str
    """What the layer on the right is called, where that is another one."""
    left: Cell | None
    right: Cell | None


@dataclass(frozen=True)
class Total:
    """How many storages results lie in, and their bytes, without the input's."""

    count: int
    nbytes: int


@dataclass(frozen=True)
class StorageMap:
    """Both sides."""

    rows: tuple[MapRow, ...]
    left: Total
    right: Total


def storage_map(comparison: Comparison) -> StorageMap:
    """The map of two runs that reached their end."""
    sides = [list(_cells(side)) for side in comparison.sides]
    rows = []
    for left, right in zip_longest(*sides):
        first, second = left or right, right or left
        rows.append(
            MapRow(
                label=first[0],
                other=second[0] if second[0] != first[0] else "",
                left=left[1] if left else None,
                right=right[1] if right else None,
            )
        )
    return StorageMap(tuple(rows), *(_total(side) for side in comparison.sides))


def _cells(side: Side) -> Iterator[tuple[str, Cell | None]]:
    """Each layer's name and its cell, the input first."""
    letters = {row.storage: letter_of(i) for i, row in enumerate(side.rows)}
    rows = {row.storage: row for row in side.rows}
    given = next((row.storage for row in side.rows if INPUT in row.held), None)
    places = [(INPUT, given, False), *((layer.label, layer.storage, layer.wrote) for layer in side.layers)]
    seen: set[str] = set()
    for index, (label, storage, wrote) in enumerate(places):
        if storage is None:
            yield label, None
            continue
        before = places[index - 1][1] if index else None
        after = places[index + 1][1] if index + 1 < len(places) else None
        starts = before != storage
        again = starts and storage in seen
        yield label, Cell(letters[storage], rows[storage], wrote, starts, after != storage, again)
        seen.add(storage)


def letter_of(index: int) -> str:
    """A, B … Z, A2, B2 …"""
    turn = index // len(_LETTERS)
    return _LETTERS[index % len(_LETTERS)] + (str(turn + 1) if turn else "")


def _total(side: Side) -> Total:
    results = [row for row in side.rows if row.held != (INPUT,)]
    return Total(len(results), sum(row.nbytes for row in results))
