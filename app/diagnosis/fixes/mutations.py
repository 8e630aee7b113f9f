"""Mutations: the expressions of a statement that write into memory that is there already."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import libcst as cst

from .expressions import assignable, calls, dotted, last_name, of_torch
from .program import Program, Statement

Form = Literal["augmented", "method", "function", "flag", "store", "out"]

NOT_WRITES = frozenset(["requires_grad_", "share_memory_", "retain_grad_", "rename_", "load_", "_"])

FLAG_AT = {
    **dict.fromkeys(("relu", "relu6", "silu", "mish", "hardswish", "hardsigmoid", "selu"), 1),
    **dict.fromkeys(("leaky_relu", "elu", "celu"), 2),
    **dict.fromkeys(("hardtanh", "threshold", "dropout", "dropout1d", "dropout2d", "dropout3d", "alpha_dropout"), 3),
    "rrelu": 4,
}
"""Where `inplace` stands among the arguments of a function of torch.nn.functional."""

_SAME = {
    "mul": ("imul", "*="),
    "add": ("iadd", "+="),
    "sub": ("isub", "-="),
    "div": ("itruediv", "/="),
    "pow": ("ipow", "**="),
    "setitem": ("index_put", "copy", "fill", "[]="),
}


@dataclass(frozen=True)
class Mutation:
    """One write: what it writes to, and how."""

    node: cst.CSTNode
    target: cst.BaseExpression
    op: str
    form: Form
    flag: cst.Arg | None = None


def mutations(program: Program, statement: Statement, op: str = "") -> list[Mutation]:
    """The writes of a statement; those that the trace tells of where they can be told apart."""
    found = [*_by_assignment(program, statement), *_by_call(program, statement)]
    return [mutation for mutation in found if _is(mutation, op)] or found


def operator(program: Program, statement: cst.AugAssign) -> str:
    """`+` of `+=`."""
    return program.code(statement.operator).strip().removesuffix("=")


def _is(mutation: Mutation, op: str) -> bool:
    plain = op.rpartition("::")[2].strip("_")
    for own in (each.strip("_") for each in mutation.op.split()):
        if plain == own or any({plain, own} <= {name, *others} for name, others in _SAME.items()):
            return True
    return False


def _by_assignment(program: Program, statement: Statement) -> Iterator[Mutation]:
    if isinstance(statement, cst.AugAssign):
        yield Mutation(statement, statement.target, program.code(statement.operator).strip(), "augmented")
    elif isinstance(statement, cst.Assign):
        for target in statement.targets:
            many = isinstance(target.target, (cst.Tuple, cst.List))
            leaves = [e.value for e in target.target.elements] if many else [target.target]  # type: ignore[attr-defined]
            yield from (Mutation(statement, leaf, "[]=", "store") for leaf in leaves if isinstance(leaf, cst.Subscript))


def _by_call(program: Program, statement: Statement) -> Iterator[Mutation]:
    for call in calls(statement):
        if _goes_on(program, call):
            continue
        found = _out(call) or _flag(program, call) or _method_or_function(program, call)
        if found is not None:
            yield found


def _goes_on(program: Program, call: cst.Call) -> bool:
    """Whether a write is followed by another in the same chain, which then tells of both."""
    behind = program.parents.get(call)
    after = program.parents.get(behind) if isinstance(behind, cst.Attribute) and behind.value is call else None
    return _is_write(last_name(call.func)) and isinstance(after, cst.Call) and _is_write(last_name(after.func))


def _is_write(name: str) -> bool:
    return name.endswith("_") and not name.endswith("__") and name not in NOT_WRITES


def _out(call: cst.Call) -> Mutation | None:
    for arg in call.args:
        if arg.keyword is not None and arg.keyword.value == "out" and assignable(arg.value):
            return Mutation(call, arg.value, last_name(call.func), "out", arg)
    return None


def _flag(program: Program, call: cst.Call) -> Mutation | None:
    """`F.relu(x, inplace=True)`, where what is written is known to be the first argument."""
    name, args = last_name(call.func), list(call.args)
    if not args or args[0].keyword is not None or name[:1].isupper():
        return None
    named = [arg for arg in args[1:] if arg.keyword is not None and arg.keyword.value == "inplace"]
    at = FLAG_AT.get(name, len(args)) if of_torch(program, call) else len(args)
    flags = named or [arg for arg in args[at : at + 1] if arg.keyword is None]
    if not flags or program.code(flags[0].value) == "False":
        return None
    return Mutation(call, args[0].value, f"{name}_", "flag", flags[0])


def _method_or_function(program: Program, call: cst.Call) -> Mutation | None:
    name = last_name(call.func)
    if not _is_write(name) or not isinstance(call.func, cst.Attribute):
        return None
    if of_torch(program, call):
        positional = bool(call.args) and call.args[0].keyword is None
        return Mutation(call, call.args[0].value, name, "function") if positional else None
    if dotted(program, call.func.value).endswith(("init", "utils")):
        return None
    root, ops = _chain(call)
    return Mutation(call, root, " ".join(ops), "method")


def _chain(call: cst.BaseExpression) -> tuple[cst.BaseExpression, list[str]]:
    """What a chain of writes begins with, and its operations: `x` of `x.add_(1).mul_(2)`."""
    ops: list[str] = []
    while isinstance(call, cst.Call) and isinstance(call.func, cst.Attribute) and _is_write(call.func.attr.value):
        ops.append(call.func.attr.value)
        call = call.func.value
    return call, ops
