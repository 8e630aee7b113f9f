"""Custom function: a Function that writes into its input says so, or does not write."""

from collections.abc import Iterator

import libcst as cst

from ...sentence import sentence
from . import costs
from .case import Case, Proposal, Site, on
from .edits import Edit
from .expressions import base, dotted, last_name
from .functional import statement_edits
from .lines import after, whole
from .mutations import mutations
from .program import walk, within

KIND = "custom function"


def find(case: Case) -> Iterator[Proposal]:
    """In the forward that writes: out of place and nothing marked dirty; or marked dirty after the write."""
    for site in case.writes:
        method = site.program.function(site.statement)
        if isinstance(method, cst.FunctionDef) and method.params.params and "forward" in method.name.value:
            ctx = method.params.params[0].name.value
            if ctx != "self":
                yield from _unmarked(site, method)
                yield from _marked(site, ctx)


def _unmarked(site: Site, method: cst.FunctionDef) -> Iterator[Proposal]:
    edits: list[Edit] = []
    for mutation in mutations(site.program, site.statement, site.op):
        edits += statement_edits(site.program, site.statement, mutation) or []
    marks = [s for s in walk(method) if isinstance(s, cst.Expr) and "mark_dirty" in _called(s)]
    removed = [Edit(*place, "") for mark in marks if (place := whole(site.program, mark))]
    if edits and removed:
        yield Proposal(
            kind=KIND,
            title=sentence("Write out of place in line %(lines)s, and mark nothing as dirty.", lines=site.line),
            cost=costs.ONE_TENSOR,
            edits=on(site.program, [*edits, *removed]),
        )


def _marked(site: Site, ctx: str) -> Iterator[Proposal]:
    for mutation in mutations(site.program, site.statement, site.op):
        name = dotted(site.program, base(mutation.target))
        if name and (below := after(site.program, site.statement, f"{ctx}.mark_dirty({name})")):
            yield Proposal(
                kind=KIND,
                title=sentence("Mark as dirty what line %(line)s writes.", line=site.line),
                cost=costs.NOTHING,
                edits=on(site.program, [below]),
            )


def _called(statement: cst.Expr) -> set[str]:
    return {last_name(call.func) for call in within(statement, cst.Call)}
