"""Leaf: the tensor that is to be trained, or frozen, begins a graph of its own."""

from collections.abc import Iterator

from ...sentence import sentence
from . import costs
from .case import Case, Proposal, on
from .expressions import suffixed, value

KIND = "make it a leaf"


def find(case: Case) -> Iterator[Proposal]:
    """`z = f(…).detach().requires_grad_()` where it is made, and without the gradient."""
    if case.diagnosis.code not in ("IL119", "IL120"):
        return
    places = case.diagnosis.made if case.diagnosis.code == "IL119" else case.diagnosis.saved
    for site in case.sites(places):
        made = value(site.statement)
        for suffix in (".detach().requires_grad_()", ".detach()"):
            if made is not None and (suffix == ".detach()" or case.diagnosis.code == "IL119"):
                yield Proposal(
                    kind=KIND,
                    title=sentence("Begin a new graph in line %(line)s.", line=site.line),
                    cost=costs.CUT_GRADIENT,
                    edits=on(site.program, suffixed(site.program, made, suffix)),
                    cuts=suffix == ".detach()",
                )
