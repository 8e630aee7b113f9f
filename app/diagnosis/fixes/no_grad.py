"""no_grad around a write: what an update of a parameter is meant to be, and no cure for a computation."""

from collections.abc import Iterator

from ...sentence import sentence
from . import costs
from .case import Case, Proposal, numbers, on
from .lines import under
from .mutations import mutations

KIND = "no_grad"

_UPDATES = ("IL101", "IL102", "IL105")


def find(case: Case) -> Iterator[Proposal]:
    """The writing lines under `with torch.no_grad():`."""
    if not case.diagnosis.code.startswith("IL1"):
        return
    yield from _with_gradients(case)
    sites = [site for site in case.refused if mutations(site.program, site.statement, site.op)]
    for chosen in ([site] for site in sites) if len(sites) < 2 else (sites, *([site] for site in sites)):
        edits = [(site, under(site.program, site.statement, "with torch.no_grad():")) for site in chosen]
        if edits and all(found for _, found in edits):
            yield Proposal(
                kind=KIND,
                title=sentence("Write under torch.no_grad() in line %(lines)s.", lines=numbers(chosen)),
                cost=costs.NO_HISTORY,
                edits=tuple(pair for site, found in edits for pair in on(site.program, found or [])),
                tempting=case.diagnosis.code not in _UPDATES,
            )


def _with_gradients(case: Case) -> Iterator[Proposal]:
    """A view that was made under no_grad, and is to be written with gradients, is made with gradients, too."""
    for site in case.sites(case.diagnosis.made) if case.diagnosis.code == "IL105" else ():
        if edits := under(site.program, site.statement, "with torch.enable_grad():"):
            yield Proposal(
                kind="enable_grad",
                title=sentence("Make the view with gradients enabled in line %(line)s.", line=site.line),
                cost=costs.NOTHING,
                edits=on(site.program, edits),
            )
