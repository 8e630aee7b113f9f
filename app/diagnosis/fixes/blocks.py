"""Blocks: where two places of a program meet, as statements of one block."""

from collections.abc import Sequence

import libcst as cst

from ..model import Place
from .case import Case, Site
from .program import Program, Statement


def block(program: Program, statement: Statement) -> tuple[Sequence[cst.CSTNode], int] | None:
    """The statements among which one stands, and which of them it is."""
    node: cst.CSTNode = statement
    if isinstance(program.parents.get(node), cst.SimpleStatementLine):
        node = program.parents[node]
    parent = program.parents.get(node)
    if not isinstance(parent, (cst.IndentedBlock, cst.Module)):
        return None
    return parent.body, next(at for at, other in enumerate(parent.body) if other is node)


def statement_of(line: cst.CSTNode) -> Statement | None:
    """The one statement of a line of a block."""
    if isinstance(line, cst.SimpleStatementLine):
        return line.body[0] if len(line.body) == 1 else None
    return line if isinstance(line, cst.BaseCompoundStatement) else None


def following(program: Program, statement: Statement) -> list[Statement]:
    """What stands below a statement in its block."""
    found = block(program, statement)
    return [s for line in found[0][found[1] + 1 :] if (s := statement_of(line))] if found else []


def preceding(program: Program, statement: Statement) -> list[Statement]:
    """What stands above a statement in its block."""
    found = block(program, statement)
    return [s for line in found[0][: found[1]] if (s := statement_of(line))] if found else []


def meet(case: Case, one: Place, other: Place) -> tuple[Program, Statement, Statement] | None:
    """The two different statements of one block that two places come from, through however many calls."""
    for ours in case.stack(one):
        for theirs in case.stack(other):
            if ours and theirs and ours[0].program is theirs[0].program and (pair := _pair(ours[0], theirs[0])):
                return ours[0].program, *pair
    return None


def _pair(one: Site, other: Site) -> tuple[Statement, Statement] | None:
    """The lowest statements above two that stand in the same block."""
    program = one.program
    if program.function(one.statement) is not program.function(other.statement):
        return None
    of_other = {id(parent): node for node, parent in _rows(program, other.statement)}
    for node, parent in _rows(program, one.statement):
        if (met := of_other.get(id(parent))) is not None:
            return None if met is node else (node, met)
    return None


def _rows(program: Program, statement: Statement) -> list[tuple[Statement, cst.CSTNode]]:
    """A statement and those that it stands in, each with its block, up to the function."""
    found: list[tuple[Statement, cst.CSTNode]] = []
    for node in (statement, *program.up(statement)):
        if isinstance(node, cst.FunctionDef) and node is not statement:
            break
        if isinstance(node, (cst.BaseSmallStatement, cst.BaseCompoundStatement)) and (at := block(program, node)):
            row = at[0][at[1]]
            if (kept := statement_of(row)) is not None:
                found.append((kept, program.parents[row]))
    return found
