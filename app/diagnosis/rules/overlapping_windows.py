"""IL221: A view with overlapping windows was written: several of its elements are one.

What happened
    `unfold` with a step that is smaller than the window, and `as_strided`, make views in which one element of memory
    stands at several places. Writing through such a view reaches that element several times: `+=` adds to it once for
    each window, `copy_` leaves whatever came last.

Why torch does not notice
    It refuses views that `expand` has made, since a stride of 0 is easily seen. For other overlaps it would have to
    work out every element, so it lets them pass.

How to cure it
    To add up what overlaps, use `torch.nn.functional.fold`, or `index_add_` on the base.
    To change the windows, change a copy: `x.unfold(0, 4, 2).clone()`.
    To change the base, write the base, and make the view afterwards.

What each cure costs
    A copy of the windows is as many times larger as they overlap.

Limits
    Silent where all windows were given the same value, or values that agree.

Source
    docs.pytorch.org, torch.Tensor.as_strided: in-place operations on overlapping elements "may result in incorrect
    behavior"; aten/src/ATen/MemoryOverlap.cpp, has_internal_overlap.
"""

from collections.abc import Iterator
from math import prod

import numpy

from ...replay.cells import MOST_EXACT, places
from ...sentence import sentence
from ...trace import Step, Tensor, Write
from ..facts.aliases import aliases_of
from ..facts.elements import elements_of
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.hazards import hazard, wrote
from ..telling.places import place

CODE = "IL221"
TITLE = "A view with overlapping windows was written: several of its elements are one"

_TWICE = {
    "aten::add_",
    "aten::sub_",
    "aten::mul_",
    "aten::div_",
    "aten::pow_",
    "aten::exp_",
    "aten::neg_",
    "aten::addcmul_",
}
"""Operators that do more when they are done twice."""


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A write through a tensor some elements of which are the same memory."""
    named: set[tuple[str, int | None]] = set()
    for step in evidence.steps:
        where = (step.frames[-1].file if step.frames else "", step.line)
        for write in step.writes:
            there = evidence.tensors[write.tensor]
            if (
                step.node is not None
                or where in named
                or not _overlaps_itself(there)
                or not _is_wrong(evidence, step, write)
            ):
                continue
            named.add(where)
            names = [name.name for name in aliases_of(evidence).names_at(write.storage, step.index)]
            maker = evidence.made(there)
            yield hazard(
                CODE,
                TITLE,
                sentence(
                    "Line %(line)s (%(op)s) wrote %(count)s elements that lie on %(cells)s places in memory.",
                    line=step.line or "?",
                    op=step.op,
                    count=prod(there.shape),
                    cells=len(numpy.unique(places(there))),
                ),
                sentence("What overlaps was written several times."),
                overwritten=(wrote(step, *names),),
                made=(place(maker),) if maker is not None and maker.index < step.index else (),
                name=names[0] if names else "",
                certain=True,
            )


def _overlaps_itself(tensor: Tensor) -> bool:
    count = prod(tensor.shape)
    if not 1 < count <= MOST_EXACT or tensor.storage is None:
        return False
    reach = 1 + sum((n - 1) * stride for n, stride in zip(tensor.shape, tensor.stride, strict=True))
    return reach < count or (_is_odd(tensor) and len(numpy.unique(places(tensor))) < count)


def _is_odd(tensor: Tensor) -> bool:
    """Whether some dimension steps over less than the ones below it span; a dense or sliced tensor never does."""
    span = 0
    for stride, size in sorted(zip(tensor.stride, tensor.shape, strict=True)):
        if size > 1:
            if stride <= span:
                return True
            span += (size - 1) * stride
    return False


def _is_wrong(evidence: Evidence, step: Step, write: Write) -> bool:
    if write.kernel in _TWICE:
        return _changed(evidence, step, write)
    if write.kernel != "aten::copy_":
        return False
    elements, there = elements_of(evidence), evidence.tensors[write.tensor]
    now = elements.after(write.tensor, step)
    sources = [evidence.tensors[id_] for id_ in step.reads if evidence.tensors[id_].shape == there.shape]
    given = elements.before(sources[-1].id, step) if sources else None
    return (
        now is not None and given is not None and not numpy.allclose(now, given, rtol=1e-3, atol=1e-6, equal_nan=True)
    )


def _changed(evidence: Evidence, step: Step, write: Write) -> bool:
    elements = elements_of(evidence)
    before, now = elements.before(write.tensor, step), elements.after(write.tensor, step)
    return before is None or now is None or not numpy.array_equal(before, now, equal_nan=True)
