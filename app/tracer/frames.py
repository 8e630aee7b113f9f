"""Frames: where the reader's own program stands, and which phase of training that is."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Literal

from ..trace import Phase
from .mentions import Mentions
from .visits import Visits

FILENAME = "snippet.py"
"""The file name that a snippet is compiled under; no path, so it can be no file of ours."""

_OPTIMIZER = "/torch/optim/"
_MODULES = "/torch/nn/modules/"
_INIT = "/torch/nn/init.py"
_CHECKPOINT = "/torch/utils/checkpoint.py"
_OURS = str(Path(__file__).parent)


@dataclass(frozen=True, slots=True)
class File:
    """What the name of a file tells of the code in it."""

    label: str | None
    """What a reader calls the file; empty for a snippet. None: the code is not the program's own."""
    part: Literal["", "optimizer", "modules", "init", "checkpoint", "tracer"]
    """Which part of torch it is that tells of a phase; or that it is ours."""


class Program(dict[str, File]):
    """Which code is the program's own, by the file names of code; each is looked at once.

    `label` tells what a reader calls a file, and None where the code in it is not the program's own.
    """

    def __init__(self, label: Callable[[str], str | None]) -> None:
        super().__init__()
        self._label = label

    def __missing__(self, filename: str) -> File:
        file = self[filename] = File(self._label(filename), _part(filename))
        return file

    def owns(self, filename: str) -> bool:
        """Whether the code of a file is the program's own."""
        return self[filename].label is not None


def snippet() -> Program:
    """The program that is one text."""
    return Program(lambda filename: "" if filename == FILENAME else None)


@dataclass(frozen=True, slots=True)
class Place:
    """The reader's own call stack, outermost first, and the phase that the frames around it tell of."""

    frames: tuple[tuple[str, int, str, bool], ...]
    """Function, line and file of each, and whether it has called a checkpoint that runs now."""
    phase: Phase
    visit: int
    """How many times the program has come to the innermost line."""
    names: tuple[tuple[str, ...], ...] = ()
    """For each of the frames the names in the expression that it is working out."""
    stands: tuple[int, ...] = ()
    """For each of the frames where in its bytecode it stands."""
    thrown_away: bool = False
    """What the innermost frame's call returns is dropped."""


def own_frames(program: Program) -> list[FrameType]:
    """The frames of the reader's program that are running now, outermost first."""
    frames = []
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if program[frame.f_code.co_filename].label is not None:
            frames.append(frame)
        frame = frame.f_back
    return frames[::-1]


def line_now(program: Program) -> int | None:
    """The line of the program that is running."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if program[frame.f_code.co_filename].label is not None:
            return frame.f_lineno
        frame = frame.f_back
    return None


def here(program: Program, visits: Visits, mentions: Mentions, call: object, op: str) -> Place:
    """Where the program stands now, in `call`. Frames of torch inside the innermost own frame tell the phase."""
    own: list[tuple[FrameType, FrameType | None, str, bool]] = []
    checkpoint = False
    phase: Phase = "forward"
    frame: FrameType | None = sys._getframe(1)
    inner: FrameType | None = None
    while frame is not None:
        code = frame.f_code
        file = program[code.co_filename]
        if file.label is not None:
            own.append((frame, inner, file.label, checkpoint))
            checkpoint = False
        elif file.part == "checkpoint":
            checkpoint = True
        elif file.part == "optimizer":
            phase = "optimizer"
        elif _is_module_setup(file.part, code.co_name):
            phase = "setup"
        inner = None if file.part == "tracer" else frame
        frame = frame.f_back
    own.reverse()
    places = tuple((frame.f_code.co_qualname, frame.f_lineno, label, inside) for frame, _, label, inside in own)
    return Place(
        places,
        phase,
        visits.arrive([(frame, called) for frame, called, _, _ in own], call, op),
        tuple(mentions.of(frame) for frame, _, _, _ in own),
        tuple(max(0, frame.f_lasti) for frame, _, _, _ in own),
        bool(own) and mentions.thrown_away(own[-1][0]),
    )


def _part(filename: str) -> Literal["", "optimizer", "modules", "init", "checkpoint", "tracer"]:
    if filename.startswith(_OURS):
        return "tracer"
    if _OPTIMIZER in filename:
        return "optimizer"
    if _INIT in filename:
        return "init"
    if filename.endswith(_CHECKPOINT):
        return "checkpoint"
    return "modules" if _MODULES in filename else ""


def _is_module_setup(part: str, function: str) -> bool:
    return part == "init" or (part == "modules" and function in ("__init__", "reset_parameters"))
