"""IL206: Mutation of saved tensors was allowed, but a view of the memory was not protected.

What happened
    Inside `allow_mutation_on_saved_tensors` torch makes a copy of a saved tensor before something writes into it. Here
    a part of the tensor was saved (a slice that does not begin where the tensor begins), and then the whole was
    written. The part was not copied, and backward used the new elements.

Why torch does not notice
    The mode finds what was saved by the address of its first element and its version. A slice has another address than
    the tensor that it lies in.

How to cure it
    Save a copy of the part: `tail = h[2:].clone()`.
    Or write out of place.

What each cure costs
    One more tensor of the size of the part.

Source
    torch/autograd/graph.py, _get_sid: `(tensor.data_ptr(), tensor._version)`.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..facts.hooked import hooked
from ..model import Diagnosis
from ..telling.hazards import hazard, wrote
from ..telling.places import place

CODE = "IL206"
TITLE = "Mutation of saved tensors was allowed, but a view of the memory was not protected"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A saved view that was written by way of a tensor with another first element."""
    for kept in hooked(evidence):
        writes = [w for w in kept.writes if evidence.tensors[w.write.tensor].offset != kept.tensor.offset]
        if kept.save.hook == "allow_mutation_on_saved_tensors" and writes:
            yield hazard(
                CODE,
                TITLE,
                sentence(
                    "Line %(line)s (%(op)s) saved a part of a tensor that begins %(offset)s elements further on.",
                    line=kept.step.line or "?",
                    op=kept.step.op,
                    offset=abs(kept.tensor.offset - evidence.tensors[writes[0].write.tensor].offset),
                ),
                sentence(
                    "Line %(line)s (%(op)s) wrote into the tensor, and the part was not copied before.",
                    line=writes[0].step.line or "?",
                    op=writes[0].step.op,
                ),
                overwritten=tuple(wrote(each.step, *(name.name for name in each.names)) for each in writes),
                saved=(place(kept.step),),
                name=writes[0].names[0].name if writes[0].names else "",
            )
