"""Figures: the numbers of bytes that a run in a lesson is told by."""

from ..trace import Trace
from .manifest import Figure


def figure_of(trace: Trace, figure: Figure) -> int:
    """A figure of a run, in bytes of tensors' storages."""
    match figure:
        case "peak":
            return trace.peak()
        case "forward_peak":
            return trace.peak("forward")
        case "kept":
            return _kept(trace)


def _kept(trace: Trace) -> int:
    """Bytes of results that some node keeps when forward ends: before the first backward pass, or at the end.

    Parameters, and what the program made from no other tensor, are alive anyway and not counted.
    """
    first = next((step.index for step in trace.steps if step.phase == "backward"), len(trace.steps))
    before = [step for step in trace.steps[:first] if step.phase == "forward"]
    return before[-1].live.saved if before else 0
