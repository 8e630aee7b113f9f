"""Kept: all that autograd nodes kept in a trace, as it was in the end: when a node let go, or after the last step.

Version counters never fall, so what backward ever found broken is broken then, too.
"""

from collections.abc import Iterator

from ..replay.moment import Moment, Pin
from ..trace import Trace


def kept(trace: Trace) -> Iterator[Pin]:
    """Every save once."""
    moment = Moment(trace)
    for _ in trace.steps:
        for node in dict.fromkeys(moment.advance().releases):
            yield from moment.pins_of(node)
    # What the last step let go of is still there: a moment lets go when it goes on.
    gone = {node for step in trace.steps[-1:] for node in step.releases}
    yield from (pin for pin in moment.pins() if pin.save.node not in gone)
