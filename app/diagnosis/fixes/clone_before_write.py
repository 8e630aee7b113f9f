"""Clone before the write: the write goes to a copy, and what was saved stays as it was."""

from collections.abc import Iterator

import libcst as cst

from ...sentence import sentence
from . import costs
from .case import Case, Proposal, Site, numbers, on
from .edits import Edit
from .expressions import base, calls, dotted, last_name, named, of_torch, suffixed
from .lines import before
from .mutations import mutations

KIND = "clone before the write"


def find(case: Case) -> Iterator[Proposal]:
    """Above all writes, above each, at the argument that a callee writes to, and in the caller."""
    sites = case.siblings
    changed = [(site, edits) for site in sites if (edits := _above(site))]
    if len(changed) > 1:
        yield _proposal([site for site, _ in changed], [(s, edit) for s, edits in changed for edit in edits])
    for site, edits in changed:
        yield _proposal([site], [(site, edit) for edit in edits])
    yield from _arguments(case, sites)
    places = case.diagnosis.overwritten or ([case.diagnosis.raised] if case.diagnosis.raised else [])
    yield from _arguments(case, list(case.callers(places)))


def _proposal(sites: list[Site], edits: list[tuple[Site, Edit]]) -> Proposal:
    in_loop = any(site.program.loops(site.statement) for site in sites)
    return Proposal(
        kind=KIND,
        title=sentence("Copy before the write in line %(lines)s.", lines=numbers(sites)),
        cost=costs.EACH_PASS if in_loop else costs.ONE_TENSOR if len(sites) == 1 else costs.EACH_TENSOR,
        edits=tuple(pair for site, edit in edits for pair in on(site.program, [edit])),
    )


def _above(site: Site) -> list[Edit]:
    """`x = x.clone()` on the line above."""
    found: list[Edit] = []
    for mutation in mutations(site.program, site.statement, site.op):
        name = "" if site.program.enclosing(mutation.node, cst.Lambda) else dotted(site.program, base(mutation.target))
        edit = before(site.program, site.statement, f"{name} = {name}.clone()") if name else None
        found += [edit] if edit else []
    return found


def _arguments(case: Case, sites: list[Site]) -> Iterator[Proposal]:
    """`f(x)` becomes `f(x.clone())`: what f writes to is a copy."""
    for site in sites:
        for call in _likely(site):
            edits = [edit for arg in call.args[:1] for edit in suffixed(site.program, arg.value, ".clone()")]
            yield Proposal(
                kind=KIND,
                title=sentence("Hand over a copy in line %(line)s.", line=site.line),
                cost=costs.ONE_TENSOR,
                edits=on(site.program, edits),
            )


def _likely(site: Site) -> list[cst.Call]:
    """The calls that may write to their first argument: those that are named like what was written, or all."""
    if mutations(site.program, site.statement, site.op) and not site.function:
        return []
    found = [
        call
        for call in calls(site.statement)
        if call.args and not call.args[0].star and call.args[0].keyword is None and not of_torch(site.program, call)
        if named(call.args[0].value) or _made_here(call.args[0].value)
    ]
    word = site.op.strip("_")
    called = [call for call in found if last_name(call.func) == site.function]
    alike = [call for call in found if word and word in last_name(call.func)]
    return (called or alike or found)[:3]


def _made_here(argument: cst.BaseExpression) -> bool:
    """Whether an argument is computed on the spot, and is no copy yet."""
    if isinstance(argument, cst.Call):
        return last_name(argument.func) not in ("clone", "len", "range", "zip", "enumerate")
    return isinstance(argument, cst.BinaryOperation)
