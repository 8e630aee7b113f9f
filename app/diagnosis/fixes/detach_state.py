"""Detach the state: what an iteration hands on to the next is cut off from the graph of the one before."""

from collections.abc import Iterator

import libcst as cst

from ...sentence import sentence
from . import costs
from .case import Case, Proposal, Site, on
from .edits import Edit
from .expressions import last_name
from .lines import first, last
from .program import Program, within
from .state import carried, cut, kept_by_methods

KIND = "detach the state"

Loop = cst.For | cst.While


def find(case: Case) -> Iterator[Proposal]:
    """At both ends of each loop's body that the backward stands in, and where methods keep a state of their own."""
    if not case.diagnosis.code.startswith(("IL0", "IL120")):
        return
    places = [place for place in (case.diagnosis.raised, *case.diagnosis.saved, *case.diagnosis.overwritten) if place]
    levels = [level[0] for place in places for level in case.stack(place) if level]
    seen: dict[Loop, Program] = {}
    for site in levels:
        seen.update(dict.fromkeys(site.program.loops(site.statement), site.program))
    loops = [(program, loop) for loop, program in seen.items() if any(_within(loop, site) for site in case.raised)]
    chosen = loops or [(program, loop) for loop, program in seen.items()]
    for program, loop in chosen:
        yield from _of_loop(program, loop)
    for program in dict.fromkeys(site.program for site in levels):
        yield from _of_methods(program, [(p, loop) for p, loop in chosen if p is program], levels)


def _within(loop: Loop, site: Site) -> bool:
    return any(outer is loop for outer in site.program.up(site.statement))


def _of_loop(program: Program, loop: Loop) -> Iterator[Proposal]:
    names = carried(program, loop)
    if not names or not isinstance(loop.body, cst.IndentedBlock):
        return
    function = program.function(loop)
    code = "\n".join(f"{name} = {cut(program, function, name)}" for name in names)
    for place in (last(program, loop.body, code), first(program, loop.body, code)):
        if place is not None:
            yield from _with_and_without(program, [place], ", ".join(names), program.lines(loop)[0])


def _with_and_without(program: Program, edits: list[Edit], names: str, line: int) -> Iterator[Proposal]:
    """Without `retain_graph=True`, which nothing needs any more; then with it."""
    retained = [_dropped(program, call, arg) for call, arg in _retained(program)]
    if retained:
        said = sentence(
            "Detach %(names)s between iterations (line %(line)s), and drop retain_graph.", names=names, line=line
        )
        yield Proposal(KIND, said, costs.EARLIER, on(program, [*edits, *retained]), cuts=True)
    said = sentence("Detach %(names)s between iterations (line %(line)s).", names=names, line=line)
    yield Proposal(KIND, said, costs.EARLIER, on(program, edits), cuts=True)


def _retained(program: Program) -> Iterator[tuple[cst.Call, cst.Arg]]:
    for call in within(program.module, cst.Call):
        for arg in call.args:
            if arg.keyword is not None and arg.keyword.value == "retain_graph" and last_name(call.func) == "backward":
                yield call, arg


def _dropped(program: Program, call: cst.Call, arg: cst.Arg) -> Edit:
    index, end = list(call.args).index(arg), program.span(arg.value)[1]
    if index:
        return Edit(program.span(call.args[index - 1].value)[1], end, "")
    if len(call.args) == 1:
        return Edit(program.span(arg.keyword or arg.value)[0], end, "")
    return Edit(*program.span(arg.value), "False")


def _of_methods(program: Program, loops: list[tuple[Program, Loop]], levels: list[Site]) -> Iterator[Proposal]:
    """The state of an object: cut off where the loop ends its turn, or where the method begins that keeps it."""
    for kept in kept_by_methods(program):
        names, line = ", ".join(kept.names), program.lines(kept.method)[0]
        for _, loop in loops:
            for module in _modules(levels, loop) if kept.owner else []:
                lines = [f"for part in {module}.modules():", f"    if isinstance(part, {kept.owner}):"]
                lines += [f"        part{name[4:]} = {kept.cut(name, f'part{name[4:]}')}" for name in kept.names]
                edit = last(program, loop.body, "\n".join(lines)) if isinstance(loop.body, cst.IndentedBlock) else None
                if edit is not None:
                    yield from _with_and_without(program, [edit], names, program.lines(loop)[0])
        code = "\n".join(f"{name} = {kept.unless_none(name)}" for name in kept.names)
        if isinstance(kept.method.body, cst.IndentedBlock) and (edit := first(program, kept.method.body, code)):
            yield from _with_and_without(program, [edit], names, line)


def _modules(levels: list[Site], loop: Loop) -> list[str]:
    """What the loop itself calls on the way to the save: the network."""
    here = [site for site in levels if _within(loop, site)]
    calls = [call for site in here for call in within(site.statement, cst.Call) if isinstance(call.func, cst.Name)]
    names = [last_name(call.func) for call in calls]
    return list(dict.fromkeys(name for name in names if not name[:1].isupper()))[:1]
