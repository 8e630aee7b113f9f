"""Reorder: the write comes to stand before what saves, or after the backward that needs it. It costs nothing."""

from collections.abc import Iterator

import libcst as cst

from ...sentence import sentence
from . import costs
from .blocks import following, meet
from .case import Case, Proposal, on
from .edits import Edit
from .expressions import targets
from .lines import move_above, move_below
from .program import Program, Statement, walk, within

KIND = "reorder"


def find(case: Case) -> Iterator[Proposal]:
    """The write below the backward, the write above the save, the save below the write."""
    diagnosis = case.diagnosis
    seen: set[tuple[int, int]] = set()
    for write in diagnosis.overwritten:
        others = [(diagnosis.raised, True), *((save, False) for save in diagnosis.saved)]
        for other, is_backward in others:
            met = meet(case, write, other) if other else None
            if met and (id(met[1]), id(met[2])) not in seen:
                seen.add((id(met[1]), id(met[2])))
                yield from _later(*met) if is_backward else _earlier(*met)


def _later(program: Program, write: Statement, backward: Statement) -> Iterator[Proposal]:
    """The write once backward has used what it needs. An optimizer's step is another matter: see backward_order."""
    below = following(program, write)
    if ".step(" in program.code(write) or backward not in below:
        return
    crossed = below[: below.index(backward) + 1]
    if _assigned(program, [write]) & set().union(*(_reads(program, other) for other in crossed)):
        return
    if edits := move_below(program, write, backward):
        yield _proposal(program, write, edits)


def _earlier(program: Program, write: Statement, save: Statement) -> Iterator[Proposal]:
    below = following(program, save)
    if write not in below:
        return
    crossed = [save, *below[: below.index(write)]]
    if ".step(" in program.code(write):
        return
    if not _reads(program, write) & _assigned(program, crossed) and (edits := move_above(program, write, save)):
        yield _proposal(program, write, edits)
    passed = below[: below.index(write) + 1]
    read = set().union(*(_reads(program, s) for s in passed))
    if not _assigned(program, [save]) & read and (edits := move_below(program, save, write)):
        yield _proposal(program, save, edits)


def _proposal(program: Program, statement: Statement, edits: list[Edit]) -> Proposal:
    return Proposal(
        kind=KIND,
        title=sentence(
            "Move line %(line)s, so that the write no longer comes in between.", line=program.lines(statement)[0]
        ),
        cost=costs.NOTHING,
        edits=on(program, edits),
    )


def _reads(program: Program, statement: Statement) -> set[str]:
    """The names that stand in a statement."""
    return {name.value for name in within(statement, cst.Name)}


def _assigned(program: Program, statements: list[Statement]) -> set[str]:
    """The names that statements bind."""
    nodes = [node for statement in statements for node in walk(statement)]
    bound = [
        target for node in nodes if isinstance(node, (cst.Assign, cst.For, cst.AnnAssign)) for target in targets(node)
    ]
    return {target.value for target in bound if isinstance(target, cst.Name)}
