"""IL220: A tensor was shifted onto itself, and elements were read that had been overwritten already.

What happened
    `buf[:, 1:] = buf[:, :-1]` copies from memory that it writes at the same time. Whether an element is read before or
    after it is overwritten depends on the order in which the kernel goes, so the first element of each row may be
    repeated along the whole row.

Why torch does not notice
    For two dense pieces torch sees the overlap and raises. For slices with gaps between their rows, as those of a
    buffer with the batch in front, working it out would be too dear, so torch lets them pass.

How to cure it
    Copy first: `buf[:, 1:] = buf[:, :-1].clone()`.
    Or let torch move the elements: `buf = buf.roll(1, dims=1)`.
    Or keep a position and write in a ring, so that nothing has to move.

What each cure costs
    A copy of the buffer for the time of the line; the ring costs nothing.

Limits
    Where the elements are recorded, only a result that differs from that of a copy is reported.

Source
    aten/src/ATen/MemoryOverlap.cpp, get_overlap_status: "TooHard" is let through.
"""

from collections.abc import Iterator

import numpy

from ...replay.cells import overlap
from ...sentence import sentence
from ...trace import Step, Tensor, Write
from ..facts.aliases import aliases_of
from ..facts.elements import Numbers, elements_of, same_shape, shown
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.hazards import hazard, wrote

CODE = "IL220"
TITLE = "A tensor was shifted onto itself, and elements were read that had been overwritten already"

_KERNELS = {"aten::copy_", "aten::add_", "aten::sub_", "aten::mul_", "aten::div_"}


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A write that read, on the same storage, cells that it wrote in another place."""
    named: set[tuple[str, int | None]] = set()
    for step in evidence.steps:
        where = (step.frames[-1].file if step.frames else "", step.line)
        for write in step.writes:
            source = _source(evidence, step, write)
            wrong = None if source is None or where in named else _wrong(evidence, step, write, source)
            if wrong is None:
                continue
            named.add(where)
            names = [name.name for name in aliases_of(evidence).names_at(write.storage, step.index)]
            said = [
                sentence(
                    "Line %(line)s (%(op)s) read and wrote the same part of %(name)s, shifted by %(count)s elements.",
                    line=step.line or "?",
                    op=step.op,
                    name=names[0] if names else "?",
                    count=abs(evidence.tensors[write.tensor].offset - (source.offset if source else 0)),
                )
            ]
            if wrong:
                said.append(
                    sentence(
                        "An element became %(now)s; from a copy it would be %(right)s.", now=wrong[0], right=wrong[1]
                    )
                )
            yield hazard(
                CODE,
                TITLE,
                *said,
                overwritten=(wrote(step, *names),),
                name=names[0] if names else "",
                certain=bool(wrong),
            )


def _source(evidence: Evidence, step: Step, write: Write) -> Tensor | None:
    there = evidence.tensors[write.tensor]
    if write.kernel not in _KERNELS or step.node is not None:
        return None
    found = (each for each in same_shape(evidence, step, there) if _is_shifted(each, there))
    return next(found, None)


def _is_shifted(source: Tensor, there: Tensor) -> bool:
    return (source.offset, source.stride) != (there.offset, there.stride) and overlap(source, there)


def _wrong(evidence: Evidence, step: Step, write: Write, source: Tensor) -> tuple[str, ...] | None:
    """An element and what it should be; nothing where that is not known; None where all is well."""
    elements = elements_of(evidence)
    before, other = elements.before(write.tensor, step), elements.before(source.id, step)
    now = elements.after(write.tensor, step)
    if before is None or other is None or now is None:
        return () if evidence.tensors[write.tensor].offset > source.offset and write.kernel == "aten::copy_" else None
    right = _right(write.kernel, before, other, float(step.number) if isinstance(step.number, (int, float)) else 1.0)
    different = numpy.argwhere(~numpy.isclose(now, right, rtol=1e-3, atol=1e-6, equal_nan=True))
    if not len(different):
        return None
    place = tuple(different[0])
    return shown(now[place]), shown(right[place])


def _right(kernel: str, before: Numbers, other: Numbers, alpha: float) -> Numbers:
    match kernel:
        case "aten::add_":
            return before + alpha * other
        case "aten::sub_":
            return before - alpha * other
        case "aten::mul_":
            return before * other
        case "aten::div_":
            return before / other
    return other
