"""Visits: how many times the program has come to a line, to call torch.

NOTE [Telling visits apart]
A line may call torch several times in one visit, and a loop brings the program to it again; the recorder sees calls
only. What tells them apart is where in its bytecode a function stands, call by call (f_lasti):
- further on in the same line: the same visit. So is going back to the first line of an expression that spans lines;
- further on in another line: a visit of that one;
- further back: a loop came round;
- at the same place: a loop came round too, unless the function that is called there has not returned in between. So
  the nodes of one backward pass and the layers of one Sequential share the visit of their call.
Whether a function has returned is known by a mark that hangs on its frame, as f_trace, and dies with the frame. No one
calls it unless the program traces itself; frames that have an f_trace already are left alone, and known by their code.
What this cannot tell is that a function written in C calls torch more than once: `list(map(torch.relu, xs))` looks like
a loop in one line. sum() is the common one, and is known. A comprehension is a loop as well. A program that traces
itself, or a loop that takes another branch of the same line each time round, may be given a visit too few.
"""

import dis
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from types import CodeType, FrameType


@dataclass(slots=True, eq=False)
class Mark:
    """How far one run of a function has come. It hangs on the frame."""

    standing: object = None
    """What `Spots` knows of the run, which shares the mark."""
    place: int = -1
    line: int | None = None
    callee: object = None
    visits: dict[int | None, int] = field(default_factory=dict)
    """The visit of each line that it has come to, since it last went back."""

    def __call__(self, *_: object) -> None:
        """What Python may call where the program traces itself: nothing happens."""


@dataclass(slots=True)
class Visits:
    """The visits of every line so far."""

    _counts: Counter[tuple[str, str, int | None]] = field(default_factory=Counter)
    _unmarked: dict[tuple[str, str], Mark] = field(default_factory=dict)

    def arrive(self, frames: list[tuple[FrameType, FrameType | None]], call: object, op: str) -> int:
        """The visit of the innermost line, now that the program has come there.

        Each frame of the program comes with the one that it called, outermost first; the innermost may have called
        torch directly, as `call`.
        """
        visit = 1
        for frame, called in frames:
            visit = self._arrive(frame, call if called is None else self._mark(called), op)
        return visit

    def _arrive(self, frame: FrameType, callee: object, op: str) -> int:
        mark, place, line, code = self._mark(frame), frame.f_lasti, frame.f_lineno, frame.f_code
        if place < mark.place or (place == mark.place and callee is not mark.callee and not _is_sum(code, place, op)):
            mark.visits.clear()
        if line not in mark.visits or (line != mark.line and not _spans(code, place, mark.line)):
            key = (code.co_filename, code.co_qualname, line)
            self._counts[key] += 1
            mark.visits[line] = self._counts[key]
        mark.place, mark.line, mark.callee = place, line, callee
        return mark.visits[line]

    def _mark(self, frame: FrameType) -> Mark:
        mark = frame.f_trace
        if mark is None:
            frame.f_trace = mark = Mark()
        elif type(mark) is not Mark:
            return self._unmarked.setdefault((frame.f_code.co_filename, frame.f_code.co_qualname), Mark())
        return mark


def _is_sum(code: CodeType, place: int, op: str) -> bool:
    """Whether sum() adds here: a call, not a plus, of an `add` that the code never mentions."""
    if op != "add" or "sum" not in code.co_names or "add" in code.co_names:
        return False
    return "CALL" in dis.opname[code.co_code[place]]


def _spans(code: CodeType, place: int, line: int | None) -> bool:
    """Whether the expression at a place reaches over a line."""
    first, last, *_ = next(islice(code.co_positions(), place // 2, None))
    return first is not None and last is not None and line is not None and first <= line <= last
