"""Recompute: what is computed once before a loop, and goes backward in each of its turns, is computed in each."""

from collections.abc import Iterator

import libcst as cst

from ...sentence import sentence
from . import costs
from .blocks import meet
from .case import Case, Proposal, on
from .edits import Edit
from .lines import indent, whole
from .program import Program, Statement

KIND = "compute again"


def find(case: Case) -> Iterator[Proposal]:
    """The statement before the loop becomes the first of the loop."""
    raised = case.diagnosis.raised
    if case.diagnosis.code != "IL120" or raised is None:
        return
    for place in case.diagnosis.saved:
        met = meet(case, place, raised)
        if met is not None and isinstance(met[2], (cst.For, cst.While)) and (edits := _into(*met)):
            yield Proposal(
                kind=KIND,
                title=sentence("Compute line %(line)s anew in each turn of the loop.", line=met[0].lines(met[1])[0]),
                cost=costs.AGAIN,
                edits=on(met[0], edits),
            )


def _into(program: Program, statement: Statement, loop: Statement) -> list[Edit]:
    """The lines of a statement, moved to the beginning of a loop's body."""
    place = whole(program, statement)
    if place is None or not isinstance(loop, (cst.For, cst.While)) or not isinstance(loop.body, cst.IndentedBlock):
        return []
    first = loop.body.body[0]
    start = program.line_start(program.lines(first)[0])
    deeper = indent(program, first).removeprefix(indent(program, loop))
    lines = program.text[slice(*place)].splitlines(keepends=True)
    return [Edit(*place, ""), Edit(start, start, "".join(deeper + line for line in lines))]
