"""Gradients: `.grad` is replaced, not overwritten; a hook returns a new gradient."""

from collections.abc import Iterator

import libcst as cst

from ...sentence import sentence
from . import costs
from .case import Case, Proposal, Site, on
from .constructor_flag import programs
from .edits import Edit
from .expressions import calls, last_name
from .program import walk

KIND = "replace the gradient"


def find(case: Case) -> Iterator[Proposal]:
    """`w.grad.zero_()` becomes `w.grad = None`, and a zeroing `zero_grad` lets go of the tensors."""
    for site in case.all:
        if edits := _edits(site):
            yield Proposal(
                kind=KIND,
                title=sentence(
                    "Let go of the gradient in line %(line)s, instead of writing zeros into it.", line=site.line
                ),
                cost=costs.NOTHING,
                edits=on(site.program, edits),
            )
    yield from _everywhere(case)


def _edits(site: Site) -> list[Edit]:
    found: list[Edit] = []
    for call in calls(site.statement):
        grad = call.func.value if isinstance(call.func, cst.Attribute) and call.func.attr.value == "zero_" else None
        if isinstance(grad, cst.Attribute) and grad.attr.value == "grad":
            found.append(Edit(site.program.span(grad)[1], site.program.span(call)[1], " = None"))
        found += [Edit(*site.program.span(arg.value), "True") for arg in _kept(call)]
    return found


def _kept(call: cst.Call) -> list[cst.Arg]:
    """`set_to_none=False` of a `zero_grad`."""
    found = [arg for arg in call.args if arg.keyword is not None and arg.keyword.value == "set_to_none"]
    return [arg for arg in found if last_name(call.func) == "zero_grad" and getattr(arg.value, "value", "") == "False"]


def _everywhere(case: Case) -> Iterator[Proposal]:
    if case.diagnosis.code not in ("IL011", "IL226"):
        return
    for program in programs(case, "set_to_none"):
        found = [arg for node in walk(program.module) if isinstance(node, cst.Call) for arg in _kept(node)]
        if found:
            yield Proposal(
                kind=KIND,
                title=sentence(
                    "Let go of the gradient in line %(line)s, instead of writing zeros into it.",
                    line=program.lines(found[0].value)[0],
                ),
                cost=costs.NOTHING,
                edits=on(program, [Edit(*program.span(arg.value), "True") for arg in found]),
            )
