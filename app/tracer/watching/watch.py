"""Watch: a recorder that is light enough to be left on for a long run, and bounded however long that is.

It writes down two things only, in two rings: which numbers the nodes got that an operator made, and which versions the
tensors got that an operator wrote; each with the place where the program stood. What a node keeps is not looked at:
when the program fails, the graph is still there to be asked (`unpacked.py`), and its nodes have their numbers. The
storage behind a saved tensor lives as long as the node, so that its address says which writes went there.
"""

import sys
from collections import deque
from dataclasses import dataclass, field
from threading import get_ident
from types import FrameType
from typing import Any, NamedTuple

import torch

from ...trace import Phase
from ..frames import Program
from ..operators import tensors_in
from ..quiet import tries_out
from ..storages import address_of
from .called import Called, Look, NamedThere, look_of
from .spots import Spot, Spots

MOST_KEPT = 2**18
"""Operators that made nodes, and tensors that were written, before the oldest are forgotten."""
_MOST_SITES = 2**16
_MOST_LOOKS = 2**12
BEGINS_BACKWARD = "aten::ones_like"
"""The operator that backward calls first, to make the gradient of a loss."""
_DETACH = "aten::detach_"
"""It moves no version counter, and yet takes from backward what it needs."""
_PLAIN = (torch.Tensor, torch.nn.Parameter)


class Made(NamedTuple):
    """The nodes up to `end` that were made since the last such: from `begin` on by this operator, others before it.

    The ring has plain tuples of this.
    """

    tick: int
    site: int
    visit: int
    begin: int
    end: int


class Pass(NamedTuple):
    """A backward pass was called."""

    tick: int
    site: int
    visit: int
    keeps: bool
    """What the nodes saved is kept for a further pass."""


class Wrote(NamedTuple):
    """One tensor that one operator wrote. The ring has plain tuples of this."""

    tick: int
    site: int
    visit: int
    address: int
    before: int
    after: int
    look: Look
    parameter: bool


@dataclass(slots=True)
class Site:
    """One operator at one spot, and what the program called the memory there when it came first."""

    op: str
    spot: Spot | None
    phase: Phase
    kept: dict[str, NamedThere] = field(default_factory=dict)
    """Names by the slot of the node that keeps what they name."""
    written: NamedThere = (None, ())


@dataclass(slots=True)
class Refused:
    """What an operator that raised was about to write, and what it was given; it holds none of it."""

    op: str
    message: str
    written: tuple[int, ...]
    given: tuple[int, ...]


class Watch:
    """What was heard of a run so far. It holds no tensor, and asks none for more than its geometry."""

    def __init__(self, program: Program, most: int = MOST_KEPT) -> None:
        self.program = program
        self.nodes: deque[tuple[Any, ...]] = deque(maxlen=most)
        self.writes: deque[tuple[Any, ...]] = deque(maxlen=most)
        self.passes: deque[tuple[Any, ...]] = deque(maxlen=most)
        self.sites: list[Site] = []
        self.numbered = torch._C._autograd._get_sequence_nr()
        """The number of the next node, as far as was noted."""
        self.refusal: Refused | None = None
        self.ended_by: Exception | None = None
        self.thread = get_ident()
        self._tick = 0
        self._spots = Spots(program, _MOST_SITES)
        self._called = Called(program)
        self._looks: dict[Look, Look] = {}
        """Each look once: thousands of writes share one."""
        self._nowhere: dict[object, int] = {}

    def made(self, op: str, begin: int, end: int, result: object) -> None:
        """An operator has made nodes of the graph."""
        if self.ended_by is not None or get_ident() != self.thread:
            return
        try:
            site, visit, frame = self._stand(op)
            if frame is not None and begin != end:
                self.sites[site].kept = self._called.kept(frame, result)
            self._tick += 1
            self.nodes.append((self._tick, site, visit, begin, end))
            self.numbered = end
        except Exception as error:  # whatever it is, it must not reach the program
            self._end(error)

    def begins_backward(self) -> None:
        """A tensor of ones is made; where backward does that, it begins."""
        caller = sys._getframe(2).f_back
        if self.ended_by is not None or caller is None or caller.f_code is not torch.autograd.backward.__code__:
            return
        try:
            given = caller.f_locals
            keeps = bool(given["create_graph"] if given["retain_graph"] is None else given["retain_graph"])
            site, visit, _ = self._stand(BEGINS_BACKWARD)
            self._tick += 1
            self.passes.append((self._tick, site, visit, keeps))
        except Exception as error:
            self._end(error)

    def versions(self, written: list[Any]) -> list[int]:
        """The versions of what is about to be written; nothing where that is not to be asked."""
        if self.ended_by is not None or _is_tried_out():
            return []
        try:
            if len(written) == 1 and type(written[0]) in _PLAIN:
                return [written[0]._version]
            with torch._C.DisableTorchFunction():
                return [tensor._version for tensor in tensors_in(written)]
        except RuntimeError:  # an inference tensor has none
            return []
        except Exception as error:
            self._end(error)
            return []

    def wrote(self, op: str, written: list[Any], versions: list[int], begin: int, end: int, result: object) -> None:
        """An operator has written tensors, and may have made nodes."""
        try:
            site, visit, frame = self._stand(op)
            self._tick = tick = self._tick + 1
            if len(versions) == 1 and type(tensor := written[0]) in _PLAIN:
                self._write(tick, op, site, visit, tensor, versions[0])
            else:
                with torch._C.DisableTorchFunction():
                    for tensor, before in zip(tensors_in(written), versions, strict=True):
                        self._write(tick, op, site, visit, tensor, before)
            if frame is not None:
                self.sites[site].written = self._called.written(frame, written)
            if end != self.numbered and get_ident() == self.thread:
                if frame is not None and begin != end:
                    self.sites[site].kept = self._called.kept(frame, result)
                self.nodes.append((tick, site, visit, begin, end))
                self.numbered = end
        except Exception as error:
            self._end(error)

    def _write(self, tick: int, op: str, site: int, visit: int, tensor: torch.Tensor, before: int) -> None:
        after = tensor._version
        if (after != before or op == _DETACH) and (address := address_of(tensor)) is not None:
            parameter = type(tensor) is torch.nn.Parameter
            look = look_of(tensor)
            if len(self._looks) < _MOST_LOOKS:
                look = self._looks.setdefault(look, look)
            self.writes.append((tick, site, visit, address, before, after, look, parameter))

    def refused(self, op: str, written: list[Any], given: object, error: Exception) -> None:
        """An operator has raised instead of writing."""
        objects = (tuple(id(tensor) for tensor in tensors_in(each)) for each in (written, given))
        self.refusal = Refused(op, str(error), *objects)

    def _stand(self, op: str) -> tuple[int, int, FrameType | None]:
        """The number of the site, the visit, and where the site is new the frame of the program that stands there."""
        found = self._spots.here(sys._getframe(2), op)
        if found is None:
            return self._stand_elsewhere(op)
        spot, phase, frame = found
        if torch._C._current_autograd_node() is not None:
            phase = "backward"
        site = spot.sites.get(op if phase == "forward" else (op, phase))
        if site is not None:
            return site, spot.visits[0], None
        full = len(self.sites) >= _MOST_SITES
        return self._site(spot.sites, op, spot, phase), spot.visits[0], None if full else self._spots.own(frame)

    def _stand_elsewhere(self, op: str) -> tuple[int, int, None]:
        """In a thread of the engine, as it has for a GPU, the program stands where it has called backward."""
        here = self._spots.here(sys._current_frames().get(self.thread), op) if get_ident() != self.thread else None
        sites, spot = (self._nowhere, None) if here is None else (here[0].sites, here[0])
        return self._site(sites, op, spot, "backward" if here is not None else "forward"), 1, None

    def _site(self, sites: dict[object, int], op: str, spot: Spot | None, phase: Phase) -> int:
        key = op if phase == "forward" else (op, phase)
        number = sites.get(key, len(self.sites))
        if number == len(self.sites):
            self.sites.append(Site(op, spot, phase))
            sites[key] = number
        return number

    def _end(self, error: Exception) -> None:
        self.ended_by = error.with_traceback(None)  # a traceback would keep the program's tensors alive


def _is_tried_out() -> bool:
    """Whether torch tries operators out rather than run the program; then some mode is active, or it is tracing."""
    seldom = torch._C._len_torch_dispatch_stack() > 0 or torch._C._get_tracing_state() is not None
    return seldom and tries_out()
