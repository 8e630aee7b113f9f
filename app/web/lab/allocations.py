"""Allocations: what CUDA's allocator says beside what the tracer counted, as rows of a table. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from ...lab.measuring.allocation import Allocation, Allocations, Moment, Part
from ...lab.measuring.comparison import Comparison, Side
from ..code import CodeLine, coloured
from ..page import Page
from .forms import LabForm


@dataclass(frozen=True)
class Row:
    """One moment, in bytes: allocated = libraries + tracer + rounding + rest."""

    phase: Part
    highest: bool
    """The highest moment of the phase, not its end."""
    allocated: int
    tracer: int | None
    """Storages of tensors; none where the tracer tells nothing of that moment."""
    rounding: int | None
    """What the network's blocks are larger than what was asked for; none where the allocator does not tell."""
    rest: int | None
    """What the tracer does not see: what kernels borrow while they run."""
    reserved: int | None


@dataclass(frozen=True)
class SideView:
    """One side."""

    name: str
    """left or right."""
    side: Side
    allocation: Allocation | None
    """None where it did not reach its end."""
    rows: tuple[Row, ...]
    code: tuple[CodeLine, ...]


@dataclass(frozen=True)
class AllocatorView:
    """Both sides."""

    sides: tuple[SideView, SideView]

    @classmethod
    def of(cls, told: Allocations, shown: Comparison) -> "AllocatorView":
        """What the allocator told of the two sides of a comparison."""
        return cls((_side("left", shown.left, told.left), _side("right", shown.right, told.right)))


@dataclass(frozen=True)
class AllocatorPage:
    """The allocator's figures, on a page of their own: two further runs take seconds on a GPU."""

    template: ClassVar[str] = "allocator.html"
    page: Page
    form: LabForm
    view: AllocatorView


def _side(name: str, side: Side, allocation: Allocation | None) -> SideView:
    rows = tuple(_rows(side, allocation)) if allocation else ()
    return SideView(name, side, allocation, rows, coloured(allocation.source) if allocation else ())


def _rows(side: Side, allocation: Allocation) -> Iterator[Row]:
    libraries, traced = allocation.libraries, _traced(side)
    for moment in allocation.moments:
        highest, end = traced.get(moment.phase, (None, None))
        if moment.phase not in ("libraries", "before"):
            yield _row(moment, libraries, highest, highest=True)
        yield _row(moment, libraries, end, highest=False)


def _row(moment: Moment, libraries: Moment, tracer: int | None, *, highest: bool) -> Row:
    allocated = moment.peak if highest else moment.allocated
    requested = moment.requested_peak if highest else moment.requested
    rounding = None
    if requested is not None and libraries.requested is not None:
        rounding = allocated - requested
        rounding -= 0 if moment is libraries else libraries.allocated - libraries.requested
    rest = None if tracer is None else allocated - libraries.allocated - tracer - (rounding or 0)
    reserved = None if highest else moment.reserved
    return Row(moment.phase, highest, allocated, tracer, rounding, rest, reserved)


def _traced(side: Side) -> dict[Part, tuple[int, int]]:
    """Of each phase the tracer's highest and last bytes. What a checkpoint computes again counts as backward."""
    phases: dict[Part, tuple[int, int]] = {}
    current: Part = "forward"
    for bar in side.bars:
        if bar.phase in ("backward", "optimizer"):
            current = "optimizer" if bar.phase == "optimizer" or current == "optimizer" else "backward"
        highest, _ = phases.get(current, (0, 0))
        phases[current] = max(highest, bar.peak.total), bar.live.total
    return phases
