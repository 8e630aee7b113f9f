"""IL008: A buffer of a module was changed between the forward pass that used it and backward.

What happened
    A module keeps tensors that are no parameters: running statistics, masks, tables, centres. An operation kept one of
    them for backward; then the buffer was written, by a second forward pass in training mode, by copy_, by an update
    of its own, or by a wrapper that broadcasts buffers. Backward found another version.

Why torch forbids it
    The derivative would be computed from the new buffer for an output that came from the old one.

How to cure it
    Write a new buffer instead of into the old one: `self.mean = 0.9 * self.mean + 0.1 * m`.
    Or use a copy in the forward pass: `x - self.mean.clone()`.
    Or update buffers after backward. DistributedDataParallel takes broadcast_buffers=False.

What each cure costs
    One more tensor of the size of the buffer.

Source
    torch.nn.Module.register_buffer; torch.nn.parallel.DistributedDataParallel, broadcast_buffers.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.stale import stale

CODE = "IL008"
TITLE = "A buffer of a module was changed between the forward pass that used it and backward"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A stale save of what belongs to a module and is no parameter."""
    kept = evidence.met
    if kept is None or evidence.of_parameter(kept.save.storage):
        return
    if evidence.category(kept.save.storage) == "parameters":
        yield from stale(evidence, CODE, TITLE, sentence("It is a buffer of a module."))
