"""Room: how many bytes more a changed program needs, as far as the program as it was came."""

from dataclasses import dataclass
from itertools import pairwise

from ..trace import Step, Trace


@dataclass(frozen=True)
class Room:
    """Bytes of the forward passes that a program came through."""

    peak: int
    kept: int
    """What is kept for backward when the first backward pass begins."""

    @classmethod
    def of(cls, trace: Trace, passes: int) -> "Room":
        """The room of the forward passes before so many backward passes."""
        forward, first = _forward(trace, passes), _forward(trace, 1)
        return cls(max((step.peak.total for step in forward), default=0), first[-1].live.saved if first else 0)


def backward_passes(trace: Trace) -> int:
    """How many backward passes began: runs of steps that belong to one."""
    phases = ["", *(step.phase for step in trace.steps)]
    return sum(phase == "backward" != before for before, phase in pairwise(phases))


def extra_room(before: Trace, after: Trace) -> Room | None:
    """What the changed program needs more; None where that cannot be told: no backward, or not all is recorded."""
    passes = backward_passes(before)
    if not passes or backward_passes(after) < passes or is_cut(before) or is_cut(after):
        return None
    was, is_ = Room.of(before, passes), Room.of(after, passes)
    return Room(is_.peak - was.peak, is_.kept - was.kept)


def _forward(trace: Trace, passes: int) -> list[Step]:
    """The steps outside backward that come before the last of so many backward passes begins."""
    found, begun, before = [], 0, ""
    for step in trace.steps:
        begun += step.phase == "backward" != before
        before = step.phase
        if begun >= passes:
            break
        if step.phase in ("setup", "forward"):
            found.append(step)
    return found


def is_cut(trace: Trace) -> bool:
    """Whether the recording ended before the program did."""
    return any(cut.limit in ("steps", "tensors", "recorder") for cut in trace.cuts)
