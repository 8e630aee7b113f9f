"""Tempting: cures that are passed around, silence the error and give a wrong gradient; a run shows by how much."""

from collections.abc import Iterator

import libcst as cst

from ...sentence import Sentence, sentence
from . import costs
from .case import Case, Proposal, Site, on
from .clone_at_save import cloned, savers
from .edits import Edit
from .expressions import base, dotted, named, tensors
from .lines import under
from .mutations import mutations

MOST = 3


def find(case: Case) -> Iterator[Proposal]:
    """`.data` at the write, `detach()` at the save, no_grad around the write."""
    if not case.diagnosis.code.startswith(("IL0", "IL10")):
        return
    for site in case.refused[:1]:
        yield from _data(site)
    for site in case.saves[:1]:
        yield from _detached(site)
    for site in case.refused[:1]:
        edits = under(site.program, site.statement, "with torch.no_grad():") if _is_write(site) else None
        if edits and case.diagnosis.code.startswith("IL0"):
            said = sentence("Write under torch.no_grad() in line %(lines)s.", lines=site.line)
            yield _proposal(site, "no_grad", said, costs.NO_HISTORY, edits)


def _is_write(site: Site) -> bool:
    return bool(mutations(site.program, site.statement, site.op))


def _proposal(site: Site, kind: str, title: Sentence, cost: Sentence, edits: list[Edit]) -> Proposal:
    return Proposal(kind=kind, title=title, cost=cost, edits=on(site.program, edits), tempting=True)


def _data(site: Site) -> Iterator[Proposal]:
    edits: list[Edit] = []
    for mutation in mutations(site.program, site.statement, site.op):
        name = base(mutation.target)
        if dotted(site.program, name) and not site.program.code(mutation.target).endswith(".data"):
            end = site.program.span(name)[1]
            edits.append(Edit(end, end, ".data"))
    if edits:
        said = sentence("Write to .data in line %(line)s.", line=site.line)
        yield _proposal(site, ".data", said, costs.WRONG_GRADIENT, edits)


def _detached(site: Site) -> Iterator[Proposal]:
    operands = [part for node in savers(site) for part in tensors(node) if named(part)]
    if isinstance(site.statement, (cst.Assign, cst.Return, cst.Expr)) and (
        edits := cloned(site, operands, ".detach()")
    ):
        said = sentence("Detach what is kept in line %(line)s.", line=site.line)
        yield _proposal(site, "detach", said, costs.CUT_GRADIENT, edits)
