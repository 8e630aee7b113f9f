"""CheatSheetPage: the cheat sheet, its operations in four fields by what may be overwritten after them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from ..diagnosis.wording.words import MODIFIED
from ..lab.cheatsheet.model import Habit, Outcome, PlacementRow, Sheet
from .code import CodeLine, coloured
from .page import Page

_MARKED = ("type", "node", "found", "needed")
"""The parts of torch's message that are explained, in their order."""
_OUTCOMES: tuple[tuple[Outcome, ...], ...] = (("safe",), ("backward", "call"), ("changed",))


@dataclass(frozen=True)
class Field:
    """The operations after which the same may be overwritten."""

    name: str
    """What they keep of both: neither, result, input, both."""
    free_input: bool
    free_result: bool
    habits: tuple[Habit, ...]


@dataclass(frozen=True)
class Piece:
    """A piece of torch's message; 0 where it is not explained."""

    text: str
    number: int = 0


@dataclass(frozen=True)
class SheetView:
    """The sheet as it is laid out."""

    sheet: Sheet
    fields: tuple[Field, ...]
    message: tuple[Piece, ...]
    placements: tuple[tuple[PlacementRow, ...], ...]
    """Those that are safe, those that raise, those that change a number in silence."""
    program: tuple[CodeLine, ...]

    @classmethod
    def of(cls, sheet: Sheet) -> "SheetView":
        """The view of a sheet."""
        rows = (tuple(row for row in sheet.placements if row.outcome in group) for group in _OUTCOMES)
        return cls(
            sheet=sheet,
            fields=tuple(_fields(sheet)),
            message=tuple(_pieces(sheet.cures.message)),
            placements=tuple(rows),
            program=coloured(sheet.program),
        )


def _fields(sheet: Sheet) -> Iterator[Field]:
    names = {(True, True): "neither", (True, False): "result", (False, True): "input", (False, False): "both"}
    for (free_input, free_result), name in names.items():
        inside = (each for each in sheet.habits if (each.free_input, each.free_result) == (free_input, free_result))
        yield Field(name, free_input, free_result, tuple(inside))


def _pieces(message: str) -> Iterator[Piece]:
    """The message up to its hint, in pieces."""
    message = message.partition(" Hint:")[0]
    said = MODIFIED.search(message)
    at = 0
    for number, name in enumerate(_MARKED if said else (), 1):
        start, end = said.span(name) if said else (-1, -1)
        if start >= 0:
            yield Piece(message[at:start])
            yield Piece(message[start:end], number)
            at = end
    yield Piece(message[at:])


@dataclass(frozen=True)
class CheatSheetPage:
    """The cheat sheet, or that it is being measured."""

    template: ClassVar[str] = "cheatsheet.html"
    page: Page
    view: SheetView | None
