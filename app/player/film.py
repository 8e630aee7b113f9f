"""Film: the scenes of a stretch of steps."""

from collections.abc import Iterator

from ..replay.moment import Moment
from ..trace import Trace
from .plan import Plan
from .scene import Scene, scene_of


def scenes(trace: Trace, plan: Plan, first: int, count: int) -> Iterator[Scene]:
    """The scenes of `count` steps from `first` on. What came before is gone through, not drawn."""
    moment = Moment(trace)
    for _ in trace.steps[: first + count]:
        moment.advance()
        if moment.index >= first:
            yield scene_of(moment, plan)
