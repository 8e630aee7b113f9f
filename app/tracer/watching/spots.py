"""Spots: where the program stands, found so cheaply that it can be asked at every operator of a long run.

NOTE [Standing somewhere]
A walk up the stack costs as much as a small operator. But while a function of the program runs, those that called it
cannot move. So the first look from a function hangs what lies above it on its frame, as a mark (visits.py), and later
looks end there; the mark dies with the frame. Optimizers call many small operators, so their frames get one, too.
The same mark counts visits, more simply than `Visits` does: further on in the bytecode and no further down in the text
is the same visit, the same place again is one where the function that is called there is another run of it. Frames that
somebody else traces are left alone, and walked each time. So are generators, which may be resumed from elsewhere.
"""

from dataclasses import dataclass, field
from inspect import CO_COROUTINE, CO_GENERATOR
from itertools import islice
from types import CodeType, FrameType
from typing import Any, cast

from ...trace import Phase
from ..frames import Program
from ..visits import Mark

_RESUMED = CO_GENERATOR | CO_COROUTINE
_MOST_FRAMES = 64
"""Frames of the program that a spot tells of, the innermost ones."""
_SETTING_UP = ("__init__", "reset_parameters")
_MET = object()
"""What hangs on a frame of a library that the program has called."""


@dataclass(slots=True, eq=False)
class Spot:
    """A place in the bytecode of a function of the program, and the spot that it was called from."""

    code: CodeType
    place: int
    outer: "Spot | None"
    through_checkpoint: bool
    """It was called by a checkpoint that the outer one has called."""
    label: str
    line: int
    visits: list[int]
    """How many times the program has come to the line, from wherever; shared by the spots of the line."""
    inner: "dict[tuple[int, int], Spot]" = field(default_factory=dict)
    sites: dict[object, int] = field(default_factory=dict)
    """The numbers of what the program does here, by operator and phase."""

    @property
    def chain(self) -> "list[Spot]":
        """The spots of the call stack, outermost first."""
        found: list[Spot] = []
        spot: Spot | None = self
        while spot is not None and len(found) < _MOST_FRAMES:
            found.append(spot)
            spot = spot.outer
        return found[::-1]


@dataclass(slots=True, eq=False)
class Standing:
    """What is known of one run of a function: where it was called from, and how far it has come."""

    owner: "Spots"
    outer: "Spot | None"
    through_checkpoint: bool
    phase: Phase
    spot: "Spot | None" = None
    op: str = ""
    """The first operator that was heard in this visit."""


class Spots:
    """Every spot that the program was seen at, up to a limit; beyond it, spots are made afresh each time."""

    def __init__(self, program: Program, most: int) -> None:
        self.program = program
        self._most = most
        self._count = 0
        self._roots: dict[tuple[int, int], Spot] = {}
        self._visits: dict[tuple[int, int], list[int]] = {}
        self._parts: dict[str, str] = {}
        self._in_checkpoint = False
        """The last walk has come through a checkpoint before it came to a frame of the program."""

    def here(self, frame: FrameType | None, op: str) -> "tuple[Spot, Phase, FrameType] | None":
        """Where the program stands in a stack whose innermost frame is given; None where no frame is its own.

        The frame that comes with it is its own, or one that its own has called.
        """
        parts, callee, stepping, in_checkpoint = self._parts, None, None, False
        phase: Phase | None = None
        while frame is not None:
            code = frame.f_code
            part = parts.get(code.co_filename)
            if part is None:
                part = self._part(code.co_filename)
            if part == "own":
                spot, outer = self._arrive(frame, callee, op)
                self._in_checkpoint = in_checkpoint
                if stepping is not None and stepping.f_trace is None:
                    stepping.f_trace = Mark(Standing(self, None, False, "optimizer", spot))
                return spot, phase or outer, frame
            if part == "optimizer":
                mark, phase, stepping = frame.f_trace, "optimizer", stepping or frame
                if type(mark) is Mark and type(standing := mark.standing) is Standing and standing.owner is self:
                    return cast(Spot, standing.spot), phase, frame
            elif part == "checkpoint":
                in_checkpoint = True
            elif part == "init" or (part == "modules" and code.co_name in _SETTING_UP):
                phase = "setup"
            if part != "tracer":
                callee = frame
            frame = frame.f_back
        return None

    def own(self, frame: FrameType) -> FrameType:
        """The frame of the program that has called a frame."""
        while self._parts[frame.f_code.co_filename] != "own" and frame.f_back is not None:
            frame = frame.f_back
        return frame

    def _part(self, filename: str) -> str:
        file = self.program[filename]
        part = self._parts[filename] = "own" if file.label is not None else file.part
        return part

    def _arrive(self, frame: FrameType, callee: FrameType | None, op: str) -> tuple[Spot, Phase]:
        """The spot of a frame of the program, now that it is called from there."""
        mark, place = frame.f_trace, frame.f_lasti
        if type(mark) is Mark and type(standing := mark.standing) is Standing and standing.owner is self:
            last = standing.spot
            if last is not None and last.place == place:
                if (op == standing.op) if callee is None else _is_another(callee):
                    last.visits[0] += 1
                return last, standing.phase
        else:
            standing, last = self._stand(frame, mark, op), None
        spot = standing.spot = self._spot(frame.f_code, place, standing)
        if callee is not None:
            _is_another(callee)
        if last is None or place < last.place or spot.line > last.line or not spot.visits[0]:
            spot.visits[0] += 1
            standing.op = op
        return spot, standing.phase

    def _stand(self, frame: FrameType, mark: Any, op: str) -> Standing:
        """Look at what lies above a frame of the program, and hang it there."""
        outer, phase, _ = self.here(frame.f_back, op) or (None, "forward", None)
        standing = Standing(self, outer, self._in_checkpoint and outer is not None, phase)
        if not frame.f_code.co_flags & _RESUMED:
            if mark is None:
                frame.f_trace = Mark(standing)
            elif type(mark) is Mark:
                mark.standing = standing
        return standing

    def _spot(self, code: CodeType, place: int, standing: Standing) -> Spot:
        """The one spot for a place in a function and a caller."""
        outer = standing.outer
        inner = self._roots if outer is None else outer.inner
        spot = inner.get((id(code), place))
        if spot is None:
            line = next(islice(code.co_positions(), place // 2, None))[0] or code.co_firstlineno
            visits = self._visits.setdefault((id(code), line), [0])
            label = self.program[code.co_filename].label or ""
            spot = Spot(code, place, outer, standing.through_checkpoint, label, line, visits)
            if self._count < self._most:
                self._count += 1
                inner[id(code), place] = spot
        return spot


def _is_another(callee: FrameType) -> bool:
    """Whether a function that the program calls is met for the first time in this run of it."""
    mark = callee.f_trace
    if mark is None:
        callee.f_trace = Mark(_MET)
        return True
    if type(mark) is not Mark or mark.standing is not None:
        return False
    mark.standing = _MET
    return True
