"""The programs that judge the diagnosis, and what their comments say about them.

Each program is one file in `programs/<group>/`. Its first lines are comments about the whole program:

    #: code IL006          the class of failure
    #: also IL007          another class that would be right too (seldom)
    #: curable             a change of the source cures it, or
    #: not curable, WHY    no change of the source keeps what the program means
    #: nothing             a correct program, on which the diagnosis must be silent

Comments behind the code mark lines, several of them separated by commas:

    #: saves         the innermost line of the program whose operation made autograd save the tensor
    #: overwrites    a line that wrote it between that save and its use
    #: raises        the innermost line of the program in the exception's traceback
    #: made          the line where a view or a leaf was made
"""

import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = Path(__file__).parent / "programs"
MARKERS = ("saves", "overwrites", "raises", "made")


@dataclass(frozen=True)
class Program:
    """One program with the truth about it: lines are numbered from one, `code` is empty in a correct program."""

    name: str
    group: str
    path: Path
    source: str
    code: str
    also: frozenset[str]
    curable: bool
    reason: str
    saves: frozenset[int]
    overwrites: frozenset[int]
    raises: frozenset[int]
    made: frozenset[int]

    @property
    def codes(self) -> frozenset[str]:
        """Every class that is a right answer."""
        return self.also | {self.code} if self.code else self.also


def programs(group: str | None = None) -> list[Program]:
    """All programs of one group, or of every group, by name."""
    return [_program(path) for path in sorted(PROGRAMS.glob(f"{group or '*'}/*.py"))]


def marked_lines(source: str) -> dict[str, set[int]]:
    """The lines that each marker stands on."""
    return {marker: set(lines) for marker, lines in _lines(source).items()}


def _program(path: Path) -> Program:
    source = path.read_text(encoding="utf-8")
    about, lines = _about(source), _lines(source)
    return Program(
        name=path.stem,
        group=path.parent.name,
        path=path,
        source=source,
        code=" ".join(about.get("code", [])),
        also=frozenset(about.get("also", [])),
        curable="curable" in about,
        reason=" ".join(about.get("not", [])).removeprefix("curable,").strip(),
        **{marker: frozenset(lines[marker]) for marker in MARKERS},
    )


def _about(source: str) -> dict[str, list[str]]:
    """What the comments at the margin say: the first word, and those behind it."""
    notes = [text.split() for _, column, text in _notes(source) if column == 0]
    unknown = {words[0] for words in notes} - {"code", "also", "curable", "not", "nothing"}
    if unknown:
        raise ValueError(f"a program says {sorted(unknown)} of itself")
    return {words[0]: words[1:] for words in notes}


def _lines(source: str) -> dict[str, list[int]]:
    """The lines that each marker stands on."""
    lines: dict[str, list[int]] = {marker: [] for marker in MARKERS}
    for line, column, text in _notes(source):
        for marker in text.split(",") if column else ():
            lines[marker.strip()].append(line)
    return lines


def _notes(source: str) -> Iterator[tuple[int, int, str]]:
    """Line, column and text of every comment that begins with a hash and a colon."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and token.string.startswith("#:"):
            yield token.start[0], token.start[1], token.string.removeprefix("#:").strip()
