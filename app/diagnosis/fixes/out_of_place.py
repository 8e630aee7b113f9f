"""Out of place: the write makes a new tensor, and the old one stays as it was saved."""

from collections.abc import Iterator

import libcst as cst

from ...sentence import sentence
from . import costs
from .case import Case, Proposal, Site, numbers, on
from .edits import Edit, apply
from .expressions import dotted, targets
from .functional import expression, statement_edits
from .lines import before
from .mutations import mutations

KIND = "out of place"


def find(case: Case) -> Iterator[Proposal]:
    """All writes at once, then each by itself, then with the old name bound to the new tensor."""
    sites = case.siblings
    changed = [(site, edits) for site in sites if (edits := _edits(site))]
    if len(changed) > 1:
        yield _proposal([site for site, _ in changed], [pair for _, pairs in changed for pair in pairs])
    for site, edits in changed:
        yield _proposal([site], edits)
    for site in sites:
        if hoisted := _hoisted(site):
            yield _proposal([site], hoisted)


def _proposal(sites: list[Site], edits: list[tuple[Site, Edit]]) -> Proposal:
    return Proposal(
        kind=KIND,
        title=sentence("Write out of place in line %(lines)s.", lines=numbers(sites)),
        cost=costs.ONE_TENSOR if len(sites) == 1 else costs.EACH_TENSOR,
        edits=tuple(pair for site, edit in edits for pair in on(site.program, [edit])),
    )


def _edits(site: Site) -> list[tuple[Site, Edit]]:
    found: list[Edit] = []
    for mutation in mutations(site.program, site.statement, site.op):
        if mutation.form != "store":
            found += statement_edits(site.program, site.statement, mutation) or []
    return [(site, edit) for edit in found]


def _hoisted(site: Site) -> list[tuple[Site, Edit]]:
    """`y = x.mul_(2)` becomes `x = x.mul(2)` and `y = x`, for those who read x later."""
    program, statement = site.program, site.statement
    found = [m for m in mutations(program, statement, site.op) if m.form in ("method", "function", "flag")]
    if len(found) != 1 or isinstance(statement, (cst.Expr, cst.Return, cst.While, cst.AugAssign)):
        return []
    (mutation,) = found
    name = dotted(program, mutation.target)
    if not name or name in {program.code(target) for target in targets(statement)} or _lazy(site, mutation.node):
        return []
    start, end = program.span(mutation.node)
    inner = _applied(program.text, start, end, expression(program, mutation))
    above = before(program, statement, f"{name} = {inner}") if inner and "\n" not in inner else None
    return [(site, above), (site, Edit(start, end, name))] if above else []


def _lazy(site: Site, node: cst.CSTNode) -> bool:
    """Whether an expression may run never, later, or more than once."""
    lazy = (cst.Lambda, cst.IfExp, cst.BooleanOperation, cst.BaseComp)
    return any(isinstance(outer, lazy) for outer in site.program.up(node))


def _applied(text: str, start: int, end: int, edits: list[Edit]) -> str:
    shifted = [Edit(edit.start - start, edit.end - start, edit.text) for edit in edits]
    return apply(text[start:end], shifted) or ""
