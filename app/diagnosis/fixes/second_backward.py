"""A second backward: losses that share a graph go backward together; the graph of the first is kept otherwise."""

from collections.abc import Iterator

import libcst as cst

from ...sentence import sentence
from . import costs
from .blocks import preceding
from .case import Case, Proposal, on
from .edits import Edit
from .expressions import calls, last_name
from .lines import whole
from .program import Program, Statement

KIND = "one backward"


def find(case: Case) -> Iterator[Proposal]:
    """`(a + b).backward()`; or `retain_graph=True` for the first, which is wrong where iterations share the graph."""
    if case.diagnosis.code != "IL120":
        return
    for site in case.raised:
        earlier = [s for s in preceding(site.program, site.statement) if _loss(site.program, s)]
        if earlier:
            yield from _together(site.program, earlier[-1], site.statement)
        yield from _retained(site.program, earlier[-1] if earlier else site.statement, not earlier)


def _loss(program: Program, statement: Statement) -> tuple[str, cst.Call] | None:
    """What goes backward in a statement that does nothing else."""
    call = statement.value if isinstance(statement, cst.Expr) else None
    if isinstance(call, cst.Call) and isinstance(call.func, cst.Attribute) and call.func.attr.value == "backward":
        return program.code(call.func.value), call
    return None


def _together(program: Program, first: Statement, second: Statement) -> Iterator[Proposal]:
    one, other, place = _loss(program, first), _loss(program, second), whole(program, first)
    if one and other and place and not other[1].args:
        start, end = program.span(second)
        yield Proposal(
            kind=KIND,
            title=sentence("Add the losses, and go backward once in line %(line)s.", line=program.lines(second)[0]),
            cost=costs.NOTHING,
            edits=on(program, [Edit(*place, ""), Edit(start, end, f"({one[0]} + {other[0]}).backward()")]),
        )


def _retained(program: Program, statement: Statement, tempting: bool) -> Iterator[Proposal]:
    found = [call for call in calls(statement) if last_name(call.func) == "backward"]
    if len(found) == 1 and not any(arg.keyword and arg.keyword.value == "retain_graph" for arg in found[0].args):
        end = program.span(found[0])[1] - 1
        yield Proposal(
            kind="retain_graph",
            title=sentence("Keep the graph with retain_graph=True in line %(line)s.", line=program.lines(statement)[0]),
            cost=costs.GRAPH_KEPT,
            edits=on(
                program,
                [Edit(end, end, ("," if found[0].args else "") + " " * bool(found[0].args) + "retain_graph=True")],
            ),
            tempting=tempting,
        )
