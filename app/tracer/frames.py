"""Frames: where the reader's own program stands, and which phase of training that is."""

import sys
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from ..trace import Phase
from .visits import Visits

FILENAME = "snippet.py"
"""The file name that a snippet is compiled under; no path, so it can be no file of ours."""

_OPTIMIZER = "/torch/optim/"
_MODULES = "/torch/nn/modules/"
_INIT = "/torch/nn/init.py"
_OURS = str(Path(__file__).parent)


@dataclass(frozen=True, slots=True)
class Place:
    """The reader's own call stack, outermost first, and the phase that the frames around it tell of."""

    frames: tuple[tuple[str, int], ...]
    """Function and line of each."""
    phase: Phase
    visit: int
    """How many times the program has come to the innermost line."""


def own_frames() -> list[FrameType]:
    """The frames of the reader's program that are running now, outermost first."""
    frames = []
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == FILENAME:
            frames.append(frame)
        frame = frame.f_back
    return frames[::-1]


def here(visits: Visits, call: object, op: str) -> Place:
    """Where the program stands now, in `call`. Frames of torch inside the innermost own frame tell the phase."""
    own: list[tuple[FrameType, FrameType | None]] = []
    phase: Phase = "forward"
    frame: FrameType | None = sys._getframe(1)
    inner: FrameType | None = None
    while frame is not None:
        code = frame.f_code
        if code.co_filename == FILENAME:
            own.append((frame, inner))
        elif _OPTIMIZER in code.co_filename:
            phase = "optimizer"
        elif _is_module_setup(code.co_filename, code.co_name):
            phase = "setup"
        inner = None if code.co_filename.startswith(_OURS) else frame
        frame = frame.f_back
    own.reverse()
    places = tuple((frame.f_code.co_qualname, frame.f_lineno) for frame, _ in own)
    return Place(places, phase, visits.arrive(own, call, op))


def _is_module_setup(filename: str, function: str) -> bool:
    return _INIT in filename or (_MODULES in filename and function in ("__init__", "reset_parameters"))
