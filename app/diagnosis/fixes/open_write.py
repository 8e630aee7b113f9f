"""Open write: a write behind autograd's back, through `.data`, is done in the open, out of place."""

from collections.abc import Iterator

import libcst as cst

from ...sentence import sentence
from . import costs
from .case import Case, Proposal, Site, on
from .constructor_flag import programs
from .edits import Edit, apply
from .expressions import dotted, parts
from .functional import expression
from .lines import before
from .mutations import mutations
from .program import walk

KIND = "write in the open"


def find(case: Case) -> Iterator[Proposal]:
    """`y.data.mul_(2)` becomes `y = y.mul(2)`; inference_mode becomes no_grad."""
    for site in case.writes:
        for edits in (_out_of_place(site), _above(site)):
            if edits:
                yield Proposal(
                    kind=KIND,
                    title=sentence("Write where autograd sees it, in line %(line)s.", line=site.line),
                    cost=costs.ONE_TENSOR,
                    edits=on(site.program, edits),
                )
    yield from _no_inference(case)


def _hidden(site: Site) -> list[cst.Attribute]:
    found = [node for node in parts(site.statement) if isinstance(node, cst.Attribute) and node.attr.value == "data"]
    return [node for node in found if dotted(site.program, node.value)]


def _out_of_place(site: Site) -> list[Edit]:
    """`y = y.mul(2)` for `y.data.mul_(2)`, `y = y * 2` for `y.data *= 2`, `y = …` for `y.data = …`."""
    program, statement = site.program, site.statement
    hidden, found = _hidden(site), mutations(program, statement, site.op)
    shown = [Edit(program.span(node.value)[1], program.span(node)[1], "") for node in hidden]
    if not hidden or len(found) > 1:
        return []
    if not found:
        return shown
    name = dotted(program, hidden[0].value)
    start, end = program.span(statement)
    made = apply(program.text, expression(program, found[0]))
    if made is None or found[0].form not in ("method", "augmented"):
        return shown
    more = len(made) - len(program.text)
    line = made[start : end + more].replace(".data", "")
    return [Edit(start, end, line if line.startswith(f"{name} = ") else f"{name} = {line}")]


def _above(site: Site) -> list[Edit]:
    """A copy first, so that nothing which was saved is written."""
    hidden = _hidden(site)
    name = dotted(site.program, hidden[0].value) if hidden else ""
    above = before(site.program, site.statement, f"{name} = {name}.clone()") if name else None
    shown = [Edit(site.program.span(node.value)[1], site.program.span(node)[1], "") for node in hidden]
    return [above, *shown] if above else []


def _no_inference(case: Case) -> Iterator[Proposal]:
    if case.diagnosis.code != "IL106":
        return
    for program in programs(case, "inference_mode"):
        edits = []
        for node in walk(program.module):
            if isinstance(node, cst.Attribute) and node.attr.value == "inference_mode":
                edits.append(Edit(*program.span(node.attr), "no_grad"))
        if edits:
            yield Proposal(
                kind="no_grad",
                title=sentence("Use torch.no_grad() in place of inference mode."),
                cost=costs.NOTHING,
                edits=on(program, edits),
            )
