"""Clone an operand: what is read is a copy, so that it may overlap with what is written."""

from collections.abc import Iterator

import libcst as cst

from ...sentence import sentence
from . import costs
from .case import Case, Proposal, Site, numbers, on
from .edits import Edit
from .expressions import base, named, suffixed, tensors
from .mutations import mutations
from .program import Program

KIND = "clone an operand"


def find(case: Case) -> Iterator[Proposal]:
    """What the writing lines read of the tensor that they write."""
    changes = [(site, edits) for site in case.refused if (edits := _edits(site))]
    every = [(site, edits) for site in case.refused if case.diagnosis.code == "IL110" and (edits := _all(site))]
    for chosen in (changes, *([change] for change in changes), every):
        if chosen:
            yield Proposal(
                kind=KIND,
                title=sentence("Copy what is read in line %(lines)s.", lines=numbers(site for site, _ in chosen)),
                cost=costs.ONE_TENSOR,
                edits=tuple(pair for site, edits in chosen for pair in on(site.program, edits)),
            )


def _edits(site: Site) -> list[Edit]:
    program, statement = site.program, site.statement
    found: list[Edit] = []
    for mutation in mutations(program, statement, site.op):
        written = program.code(base(mutation.target))
        for part in _read(program, statement, mutation.node):
            if program.code(base(part)) == written and part is not mutation.target:
                found += suffixed(program, part, ".clone()")
    return list(dict.fromkeys(found))


def _all(site: Site) -> list[Edit]:
    """Copies of everything that is read, for what overlaps under another name."""
    program, statement = site.program, site.statement
    read = [part for m in mutations(program, statement, site.op) for part in _read(program, statement, m.node)]
    return [edit for part in dict.fromkeys(read) if named(part) for edit in suffixed(program, part, ".clone()")]


def _read(program: Program, statement: cst.CSTNode, node: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    """The operands of a write."""
    if isinstance(statement, (cst.Assign, cst.AugAssign)) and node is statement:
        yield from _operands(statement.value)
    elif isinstance(node, cst.Call):
        for arg in node.args:
            if arg.keyword is None and not arg.star:
                yield from _operands(arg.value)


def _operands(value: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    if isinstance(value, (cst.Tuple, cst.List)):
        for element in value.elements:
            yield from _operands(element.value)
    elif named(value) or isinstance(base(value), (cst.Name, cst.Attribute)):
        yield value
    elif isinstance(value, (cst.BinaryOperation, cst.UnaryOperation, cst.Call)):
        yield from tensors(value)
