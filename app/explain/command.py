"""Command: what `inplace-lab explain` does with its targets, one after the other, on one host."""

import os
import sys
from collections.abc import Iterable

from rich.console import Console

from .document import document
from .explain import explain
from .explanation import Error, Explanation
from .formats import Format
from .link import Link
from .page import page
from .target import Target
from .text import show

_WIDTH = 100
"""Columns where there is no terminal and nobody has set COLUMNS."""


async def explain_all(names: Iterable[str], arguments: tuple[str, ...], told: Format, fixes: bool | None) -> int:
    """Explain every target, and tell each as soon as it is known; the answer is the exit status."""
    console = Console(width=_width())
    explanations = []
    async with Link() as link:
        for name in names:
            explanation = await _explained(link, name, arguments, told, fixes)
            explanations.append(explanation)
            if told is Format.JSON:
                _print(document(explanation))
            elif told is Format.TEXT:
                show(console, explanation)
    if told is Format.HTML:
        _print(page(explanations))
    return status(explanations)


def status(explanations: Iterable[Explanation]) -> int:
    """1 where something was found; else 2 where a script could not run, or failed for a reason of its own; else 0."""
    kinds = {explanation.status for explanation in explanations}
    if "found" in kinds:
        return 1
    return 2 if kinds & {"failed", "cannot_run"} else 0


async def _explained(
    link: Link, name: str, arguments: tuple[str, ...], told: Format, fixes: bool | None
) -> Explanation:
    try:
        target = Target.of(name, arguments)
    except ValueError as error:
        return Explanation(name, "cannot_run", Error("SyntaxError", str(error)))
    return await explain(link, target, fixes=fixes, aside=told is not Format.TEXT)


def _width() -> int | None:
    return None if sys.stdout.isatty() or "COLUMNS" in os.environ else _WIDTH


def _print(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
