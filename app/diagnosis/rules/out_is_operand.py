"""IL222: The output of a matrix product is one of its operands.

What happened
    `torch.mm(a, x, out=x)` lets the product be written into memory that is still being read: later rows are multiplied
    with what earlier rows have left there. Depending on shapes and library the result is wrong, or happens to be right.

Why torch does not notice
    For elementwise operations an output that is exactly an operand is fine, and torch checks partial overlap only. The
    products have no check of their own.

How to cure it
    Let the product make its own result: `x = a @ x`.
    Or keep two buffers, and swap their names: `torch.mm(a, x, out=y); x, y = y, x`.

What each cure costs
    One more tensor of the size of the result, which with two buffers is taken once.

Limits
    Where the elements are recorded, only a result that no product of the operands gives is reported.

Source
    Our measurement, on the CPU: mv and bmm give wrong results, addmm overwrites its operand before it multiplies.
"""

from collections.abc import Iterator
from itertools import permutations

import numpy

from ...replay.cells import overlap
from ...sentence import sentence
from ...trace import Step, Write
from ..facts.aliases import aliases_of
from ..facts.elements import Numbers, elements_of
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.hazards import hazard, wrote

CODE = "IL222"
TITLE = "The output of a matrix product is one of its operands"

_PRODUCTS = {"aten::mm", "aten::bmm", "aten::mv", "aten::addmm", "aten::addmv", "aten::baddbmm", "aten::matmul"}
_ALWAYS = {"aten::mv", "aten::bmm", "aten::addmm", "aten::addmv", "aten::baddbmm"}
"""Wrong for every shape that we have tried."""


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A product that wrote over what it multiplied."""
    named: set[tuple[str, int | None]] = set()
    for step in evidence.steps:
        where = (step.frames[-1].file if step.frames else "", step.line)
        for write in step.writes:
            certain = None if where in named else _is_wrong(evidence, step, write)
            if certain is None:
                continue
            named.add(where)
            names = [name.name for name in aliases_of(evidence).names_at(write.storage, step.index)]
            yield hazard(
                CODE,
                TITLE,
                sentence(
                    "Line %(line)s: %(op)s wrote its result into %(name)s while it was multiplying %(name)s.",
                    line=step.line or "?",
                    op=step.op,
                    name=names[0] if names else "?",
                ),
                *([sentence("What it left there is not the product of its operands.")] if certain else []),
                overwritten=(wrote(step, *names),),
                name=names[0] if names else "",
                certain=certain,
            )


def _is_wrong(evidence: Evidence, step: Step, write: Write) -> bool | None:
    """Whether the result is none of the products; None where it may be right."""
    there = evidence.tensors[write.tensor]
    shares = write.read or any(overlap(evidence.tensors[id_], there) for id_ in step.reads)
    if write.kernel not in _PRODUCTS or not shares or step.op.endswith("_"):
        return None
    elements = elements_of(evidence)
    operands = {id_: elements.before(id_, step) for id_ in (*step.reads, write.tensor)}
    known = {id_: each for id_, each in operands.items() if each is not None}
    now = elements.after(write.tensor, step)
    if now is None or len(known) < len(operands):
        return False if write.kernel in _ALWAYS else None
    return None if any(_close(now, right) for right in _products(list(known.values()), now.shape)) else True


def _products(operands: list[Numbers], shape: tuple[int, ...]) -> Iterator[Numbers]:
    """Every product of two of the operands, also with another one added, that has the shape of the result."""
    pairs = [*permutations(operands, 2), *((each, each) for each in operands)]
    for one, other in pairs:
        if one.ndim and other.ndim and one.shape[-1] == other.shape[-2 if other.ndim > 1 else -1]:
            product = numpy.matmul(one, other)
            yield from (each for each in (product, *_plus(product, operands)) if each.shape == shape)


def _plus(product: Numbers, operands: list[Numbers]) -> Iterator[Numbers]:
    for each in operands:
        try:
            yield numpy.asarray(product + each)
        except ValueError:
            continue


def _close(one: Numbers, other: Numbers) -> bool:
    return bool(numpy.allclose(one, other, rtol=1e-3, atol=1e-5, equal_nan=True))
