"""The playground's form: what was typed, the snippet that it means, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from ..errors import BadRequest, LabError, TooLarge
from ..runs.check import no_such_device
from ..sentence import sentence
from ..trace import Device, Snippet
from .play_page import MOST_LINES

_SEEDS = 2**63


@dataclass(frozen=True)
class SnippetForm:
    """The form as it was filled in. The snippet is there even where something is wrong, so that it can be shown."""

    snippet: Snippet
    mistyped: str
    """What was typed as a seed and is none."""
    error: LabError | None


def read_snippet(typed: Mapping[str, object], devices: tuple[str, ...]) -> SnippetForm:
    """Read the form out of its fields; one that is absent has its default."""
    source = _text(typed, "source").replace("\r\n", "\n").replace("\r", "\n")
    device, seed = _text(typed, "device") or "auto", _text(typed, "seed").strip() or "0"
    known = device in ("auto", *devices)
    number = _seed(seed)
    return SnippetForm(
        snippet=Snippet(source=source, device=cast(Device, device) if known else "auto", seed=number or 0),
        mistyped=seed if number is None else "",
        error=_length(source) or _device(known, device, devices) or _number(number),
    )


def _text(typed: Mapping[str, object], name: str) -> str:
    """One field; a file that was sent in its place counts as nothing."""
    value = typed.get(name, "")
    return value if isinstance(value, str) else ""


def _seed(text: str) -> int | None:
    if not (text.isdecimal() and len(text) < 20):
        return None
    return number if (number := int(text)) < _SEEDS else None


def _length(source: str) -> LabError | None:
    lines = source.rstrip("\n").count("\n") + 1
    if lines <= MOST_LINES:
        return None
    return TooLarge(
        sentence(
            "The program has %(lines)s lines, and the playground takes at most %(most)s. "
            "Cut it down to the lines that matter.",
            lines=lines,
            most=MOST_LINES,
        ),
        hint=sentence("Nothing was run. What you typed is still there."),
    )


def _device(known: bool, device: str, devices: tuple[str, ...]) -> LabError | None:
    return None if known else no_such_device(device, devices)


def _number(seed: int | None) -> LabError | None:
    return BadRequest(sentence("The seed takes a whole number, 0 or more.")) if seed is None else None
