"""Quoted: the lines of a pasted traceback that are the reader's own, in the forms of Python and of notebooks."""

import re
from collections.abc import Iterator

from ...trace import Record
from . import words

_FOREIGN = re.compile(
    r"(?:site|dist)-packages|[/\\]lib[/\\]python3|^<frozen |^torch/"
    r"|[/\\]torch[/\\](?:_\w+|autograd|cuda|distributed|export|func|nn|optim|overrides|utils)\b"
)
_NOTEBOOK = re.compile(
    r"^(?:File )?(?P<file>[^\s:\"][^\n:\"]{0,300}):(?P<line>\d{1,9}), in (?P<function>[^\n(]{1,200})"
    r"|^Cell (?P<cell>In ?\[\d{1,6}\]), line (?P<at>\d{1,9})(?:, in (?P<of>[^\n(]{1,200}))?",
    re.M,
)
_MARKS = re.compile(r"^[\s~^]*$")
MOST = 64


class Quoted(Record):
    """A line of the reader's own that a traceback names."""

    file: str
    line: int
    function: str = ""
    text: str = ""


def quoted(traceback: str) -> tuple[Quoted, ...]:
    """The reader's own lines in a traceback, outermost first; the innermost where there are very many."""
    own = [line for line in _lines(traceback) if _FOREIGN.search(line.file) is None]
    return tuple(own[-MOST:])


def _lines(traceback: str) -> Iterator[Quoted]:
    for found in words.QUOTED_LINE.finditer(traceback):
        yield Quoted(
            file=found["file"],
            line=int(found["line"]),
            function=(found["function"] or "").strip(),
            text=_next(traceback, found.end()),
        )
    for found in _NOTEBOOK.finditer(traceback):
        file, line = found["file"] or found["cell"], found["line"] or found["at"]
        yield Quoted(file=file, line=int(line), function=(found["function"] or found["of"] or "").strip())


def _next(traceback: str, end: int) -> str:
    """The code below a line that names a place; none where what follows names another place."""
    line = traceback[end : end + 1000].lstrip("\r").removeprefix("\n").partition("\n")[0]
    is_code = line.startswith(" ") and not line.lstrip().startswith('File "') and _MARKS.match(line) is None
    return line.strip()[:200] if is_code else ""
