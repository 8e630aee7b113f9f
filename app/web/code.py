"""Python source as coloured lines, with the lines marked that differ from another program."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer


@dataclass(frozen=True)
class CodeLine:
    """One line of a program."""

    number: int
    html: Markup
    differs: bool


def coloured(source: str, other: str = "") -> tuple[CodeLine, ...]:
    """The lines of `source`; those that `other`, where given, does not have are marked."""
    html = highlight(source, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True))
    marked = _different(source, other) if other else frozenset[int]()
    # Pygments closes its spans at the end of each line and escapes the text.
    lines = html.rstrip("\n").split("\n")
    return tuple(CodeLine(i + 1, Markup(line), i in marked) for i, line in enumerate(lines))  # noqa: S704


def _different(source: str, other: str) -> frozenset[int]:
    matcher = SequenceMatcher(None, other.split("\n"), source.split("\n"), autojunk=False)
    return frozenset(i for tag, _, _, start, end in matcher.get_opcodes() if tag != "equal" for i in range(start, end))
