"""Aftermath: what the call stack of an exception tells, once it has ended the program."""

from collections.abc import Iterator
from functools import cached_property
from types import CodeType, FrameType
from typing import NamedTuple, cast

import torch

from ...trace import Frame
from ..frames import Program
from ..mentions import Mentions
from ..storages import address_of
from ..text import name as readable
from .called import Look, Namer, look_of
from .spots import Spot
from .unpacked import grad_fn_of

_ENGINE = "torch/autograd/"
_CALLED = (f"{_ENGINE}graph.py", f"{_ENGINE}__init__.py", "torch/_tensor.py")


class Alias(NamedTuple):
    """A name that a frame still has for a tensor."""

    frame: str
    """Depth and function."""
    name: str
    look: Look
    number: int | None
    """torch's number of its node, where it has one."""


class _Stop(NamedTuple):
    """Where a frame stood that is gone."""

    f_code: CodeType
    f_lasti: int


class Aftermath:
    """The frames that an exception went through, and those above them."""

    def __init__(self, error: BaseException, program: Program) -> None:
        self.error = error
        self.names = Namer(program)
        self.members: set[int] = set()
        """Addresses of the parameters and buffers of modules that have a name."""
        self.names.members = self.members
        self._program = program
        self._mentions = Mentions()
        self._places = list(_places(error))

    @cached_property
    def aliases(self) -> dict[int, list[Alias]]:
        """Every name in the program's own frames, by the address of the storage."""
        found: dict[int, list[Alias]] = {}
        for depth, frame in enumerate(f for f, *_ in self._places if self._program.owns(f.f_code.co_filename)):
            label = readable(f"{depth}:{frame.f_code.co_qualname}")
            for name, tensor in self.names.named(frame):
                if (address := address_of(tensor)) is not None:
                    node = grad_fn_of(tensor)
                    number = node._sequence_nr() if node is not None else None
                    found.setdefault(address, []).append(Alias(label, name, look_of(tensor), number))
        return found

    def objects(self, wanted: set[int]) -> list[torch.Tensor]:
        """The tensors of these ids, which the frames still hold."""
        held = (tensor for frame, *_ in self._places for _, tensor in self.names.named(frame))
        return list({id(tensor): tensor for tensor in held if id(tensor) in wanted}.values())

    def frames(self) -> Iterator[Frame]:
        """The program's own frames, up to where it called backward."""
        for frame, place, line in self._places:
            code = frame.f_code
            if _ENGINE in code.co_filename and code.co_name == "_engine_run_backward":
                return
            if (label := self._program[code.co_filename].label) is not None:
                yield self._frame(code, place, line, label)

    def frames_of(self, spot: Spot | None) -> tuple[Frame, ...]:
        """The frames of a place where the program stood earlier."""
        chain = spot.chain if spot is not None else []
        through = [inner.through_checkpoint for inner in chain[1:]] + [False]
        return tuple(self._frame(s.code, s.place, s.line, s.label, t) for s, t in zip(chain, through, strict=True))

    def called(self) -> str:
        """What the program called: `backward`, `grad`, or what the exception is called where torch was called else."""
        name = ""
        for frame, *_ in reversed(self._places):
            if frame.f_code.co_filename.endswith(_CALLED):
                name = frame.f_code.co_name
            elif self._program.owns(frame.f_code.co_filename):
                break
        return name or type(self.error).__name__

    def _frame(self, code: CodeType, place: int, line: int, label: str, checkpoint: bool = False) -> Frame:
        names = self._mentions.of(cast(FrameType, _Stop(code, place)))
        return Frame(
            function=readable(code.co_qualname),
            line=line,
            file=readable(label),
            checkpoint=checkpoint,
            names=tuple(map(readable, names)),
        )


def _places(error: BaseException) -> list[tuple[FrameType, int, int]]:
    """Frames with their places and lines, from the outermost one to the one that raised."""
    inner, outer, traceback = (
        list[tuple[FrameType, int, int]](),
        list[tuple[FrameType, int, int]](),
        error.__traceback__,
    )
    while traceback is not None:
        inner.append((traceback.tb_frame, traceback.tb_lasti, traceback.tb_lineno))
        traceback = traceback.tb_next
    frame = inner[0][0].f_back if inner else None
    while frame is not None:
        outer.append((frame, frame.f_lasti, frame.f_lineno))
        frame = frame.f_back
    return outer[::-1] + inner
