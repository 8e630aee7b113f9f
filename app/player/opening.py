"""Opening: the step at which a story opens. The first one is seldom the one that a reader came for."""

from ..replay.moment import Moment
from ..trace import Step, Trace


def opening_step(trace: Trace) -> int:
    """The first write to a storage that autograd still needs; else the first sharing, the failure, the first write."""
    moment, sharing, writing = Moment(trace), None, None
    for _ in trace.steps:
        step = moment.advance()
        written = _overwritten(moment, step)
        if any(pin.step < step.index for each in written for pin in moment.pins_on(each)):
            return step.index
        if sharing is None and any(_shares(moment, tensor) for tensor in step.creates):
            sharing = step.index
        if writing is None and written:
            writing = step.index
    failed = next((step.index for step in trace.steps if step.failed), None)
    return next((step for step in (sharing, failed, writing) if step is not None), 0)


def _overwritten(moment: Moment, step: Step) -> set[str]:
    """The storages that a line of the program wrote over; what backward adds up, and the initial
    values of a module, are no such lines."""
    if step.node is not None or step.phase == "setup":
        return set()
    storages = (write.storage for write in step.writes if write.storage is not None)
    return {storage for storage in storages if moment.storages[storage].born < step.index}


def _shares(moment: Moment, tensor: str) -> bool:
    """Whether a new tensor with a name looks at a storage that was there before."""
    storage = moment.tensors[tensor].storage
    born = moment.storages[storage].born if storage is not None else moment.index
    return born < moment.index and bool(moment.names_of(tensor))
