"""Functional: the edits that turn a write into the expression which makes a new tensor instead."""

import libcst as cst

from .edits import Edit
from .expressions import assignable, atomic, binds_tighter
from .mutations import Mutation, operator
from .program import Program, Statement

_WRAPPED = {"zero_": "torch.zeros_like(", "fill_": "torch.full_like("}

_ALONE = """
normal_ uniform_ random_ bernoulli_ exponential_ cauchy_ geometric_ log_normal_ resize_ fill_diagonal_
"""

_DRAWN = frozenset(_ALONE.split())
"""Writes without a form that returns a new tensor, or whose namesake draws something else."""


def expression(program: Program, mutation: Mutation) -> list[Edit]:
    """The edits inside of the writing expression itself."""
    if mutation.form == "augmented" and isinstance(mutation.node, cst.AugAssign):
        return _augmented(program, mutation.node)
    if mutation.flag is not None and isinstance(mutation.node, cst.Call):
        return [_without(program, mutation.node, mutation.flag)]
    if isinstance(mutation.node, cst.Call):
        return _call(program, mutation.node)
    return []


def statement_edits(program: Program, statement: Statement, mutation: Mutation) -> list[Edit] | None:
    """The edits of a whole statement: the new tensor takes the name of the one that was written."""
    edits = expression(program, mutation)
    if isinstance(statement, cst.Expr) and edits and mutation.node is statement.value:
        target = mutation.target
        if not assignable(target):
            return None
        start = program.span(statement.value)[0]
        return [Edit(start, start, f"{program.code(target)} = "), *edits]
    return edits or None


def _augmented(program: Program, node: cst.AugAssign) -> list[Edit]:
    op, value = operator(program, node), node.value
    end, start = program.span(node.target)[1], program.span(value)[0]
    middle = f" = {program.code(node.target)} {op} "
    if binds_tighter(value, op):
        return [Edit(end, start, middle)]
    close = program.span(value)[1]
    return [Edit(end, start, f"{middle}("), Edit(close, close, ")")]


def _without(program: Program, call: cst.Call, arg: cst.Arg) -> Edit:
    """One argument fewer."""
    index = list(call.args).index(arg)
    end = program.span(arg.value)[1]
    if index:
        return Edit(program.span(call.args[index - 1].value)[1], end, "")
    following = call.args[1:2]
    start = program.span(arg.keyword or arg.value)[0]
    return Edit(start, program.span(following[0].keyword or following[0].value)[0] if following else end, "")


def _call(program: Program, call: cst.Call) -> list[Edit]:
    """A call of a method or function whose name ends with an underscore; a chain of them, too."""
    if not isinstance(call.func, cst.Attribute):
        return []
    name, receiver = call.func.attr.value, call.func.value
    inner = _call(program, receiver) if isinstance(receiver, cst.Call) and _writes(receiver) else []
    (start, end), attr = program.span(call), program.span(call.func.attr)
    stop = program.span(receiver)[1]
    if name in _WRAPPED:
        first = [Edit(start, start, _WRAPPED[name])]
        return (
            first
            + inner
            + [Edit(stop, program.span(call.args[0])[0] if call.args else end, ", " if call.args else ")")]
        )
    if name == "copy_" and call.args:
        return _copy(program, call)
    if name in _DRAWN:
        return [*inner, Edit(stop, stop, ".clone()")]
    return [*inner, Edit(attr[1] - 1, attr[1], "")]


def _copy(program: Program, call: cst.Call) -> list[Edit]:
    """`x.copy_(y)` is `y.clone()`."""
    source = call.args[0].value
    start, end = program.span(call)
    first, last = program.span(source)
    opening, closing = ("", "") if atomic(source) else ("(", ")")
    return [Edit(start, first, opening), Edit(last, end, f"{closing}.clone()")]


def _writes(call: cst.Call) -> bool:
    return isinstance(call.func, cst.Attribute) and call.func.attr.value.endswith("_")
