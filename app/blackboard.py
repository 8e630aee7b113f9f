"""Blackboard: what the terminal says of a class: the code in large letters, and where everybody goes."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import segno
from rich.console import Console

from .terminal import plain

_FONT = (
    "ABCDEFGHJKMNPQ",
    " ###  ####   #### ####  ##### #####  #### #   # ##### #   # #   # #   # ####   ###  ",
    "#   # #   # #     #   # #     #     #     #   #     # #  #  ## ## ##  # #   # #   # ",
    "##### ####  #     #   # ####  ####  #  ## #####     # ###   # # # # # # ####  # # # ",
    "#   # #   # #     #   # #     #     #   # #   # #   # #  #  #   # #  ## #     #  #  ",
    "#   # ####   #### ####  ##### #      #### #   #  ###  #   # #   # #   # #      ## # ",
), (
    "RTUVWXY346789",
    "####  ##### #   # #   # #   # #   # #   # ####  #   #  ###  #####  ###   ###  ",
    "#   #   #   #   # #   # #   #  # #   # #      # #   # #        #  #   # #   # ",
    "####    #   #   # #   # # # #   #     #    ###  ##### ####    #    ###   #### ",
    "#  #    #   #   #  # #  ## ##  # #    #       #     # #   #  #    #   #     # ",
    "#   #   #    ###    #   #   # #   #   #   ####      #  ###   #     ###   ###  ",
)  # fmt: skip
_WIDTH = 6


@dataclass(frozen=True)
class Blackboard:
    """A room that a server opened itself, and the addresses of all who come to it."""

    code: str
    claim: str
    here: str
    """The server's address on this machine: http://127.0.0.1:8000."""
    addresses: tuple[str, ...]
    """Where other machines find it; none where they do not."""
    names: tuple[str, ...] = ()
    """Its names behind a proxy."""

    def show(self, console: Console) -> None:
        """Write all of it; the QR code where somebody may hold a phone to it."""
        drawable = "utf" in console.encoding.lower()
        console.print(f"[bold]Inplace Lab[/] is open for room {self.code}.  (Ctrl+C stops it.)\n")
        console.print("\n".join(large(self.code, "██" if drawable else "##")), highlight=False)
        found = (*self.names, *self.addresses) or (self.here,)
        _say(console, "Students join at:", *(f"{each}/j/{self.code}" for each in found))
        if not self.names and not self.addresses:
            _say(console, "Only this machine reaches that address.")
        if self.addresses and drawable and console.is_terminal:
            console.print(plain(scannable(f"{self.addresses[0]}/j/{self.code}"), "#ffffff on #000000"))
        _say(console, "The projector shows:", f"{self.here}/room/{self.code}/screen")
        _say(console, "The teacher opens this link, which works once:", f"{self.here}/classroom/claim/{self.claim}")
        console.print()


def _say(console: Console, words: str, *addresses: str) -> None:
    console.print()
    for line in (words, *(f"  {each}" for each in addresses)):
        console.print(plain(line), soft_wrap=True)


def large(code: str, pixel: str) -> Iterator[str]:
    """The letters of a code, five lines high."""
    for row in range(1, len(_FONT[0])):
        dots = "".join(_glyph(letter, row) for letter in code)
        yield "  " + dots.replace(" ", " " * len(pixel)).replace("#", pixel).rstrip()


def scannable(address: str) -> str:
    """The address as a QR code of half blocks: light on dark, whatever the terminal's colours are."""
    text = io.StringIO()
    segno.make(address, micro=False).terminal(text, border=2, compact=True)
    return text.getvalue().rstrip("\n")


def _glyph(letter: str, row: int) -> str:
    half = next(each for each in _FONT if letter in each[0])
    at = half[0].index(letter) * _WIDTH
    return half[row][at : at + _WIDTH]
