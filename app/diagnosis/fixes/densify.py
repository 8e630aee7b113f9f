"""Densify: an operation that a layout does not offer in place is done on a dense tensor."""

from collections.abc import Iterator

from ...sentence import sentence
from . import costs
from .case import Case, Proposal, Site, on
from .edits import Edit, apply
from .expressions import dotted
from .functional import statement_edits
from .mutations import mutations

KIND = "densify"

_BACK = ("", ".to_sparse()", ".to_mkldnn()")


def find(case: Case) -> Iterator[Proposal]:
    """Out of place on `x.to_dense()`, and back to the layout that it had."""
    if case.diagnosis.code != "IL118":
        return
    for site in case.refused:
        for back in _BACK:
            if edit := _edit(site, back):
                yield Proposal(
                    kind=KIND,
                    title=sentence("Compute line %(line)s on a dense tensor.", line=site.line),
                    cost=costs.ONE_TENSOR,
                    edits=on(site.program, [edit]),
                )


def _edit(site: Site, back: str) -> Edit | None:
    program, found = site.program, mutations(site.program, site.statement, site.op)
    name = dotted(program, found[0].target) if len(found) == 1 else ""
    edits = statement_edits(program, site.statement, found[0]) if name else None
    made = apply(program.text, edits) if edits else None
    if made is None:
        return None
    start, end = program.span(site.statement)
    left, equals, right = made[start : end + len(made) - len(program.text)].partition(" = ")
    if not equals or not right.startswith(name):
        return None
    dense = f"{name}.to_dense(){right[len(name) :]}"
    return Edit(start, end, f"{left} = ({dense}){back}" if back else f"{left} = {dense}")
