"""Stores: to what an answer may assign. Gradients, data and things of torch are not among it."""

import ast
from collections.abc import Iterator

from ...sentence import Sentence, sentence
from .allowed import BASES, SETTABLE
from .classes import owners
from .granted import Granted
from .names import bindings
from .program import Program, Refusal
from .wording import short


def refused_stores(program: Program, granted: Granted) -> Iterator[Refusal]:
    """Every assignment to an attribute or an item that is not allowed."""
    made = _made_here(program)
    for node in program.nodes:
        if not isinstance(node, (ast.Attribute, ast.Subscript)) or isinstance(node.ctx, ast.Load):
            continue
        if why := _refused(program, node, made, granted):
            yield Refusal(why, node.lineno)


def _refused(
    program: Program, node: ast.Attribute | ast.Subscript, made: set[str], granted: Granted
) -> Sentence | None:
    if program.path(node.value) is not None:
        return sentence(
            "Line %(line)s changes %(name)s, which belongs to torch and not to the answer. Leave it as it is.",
            line=node.lineno,
            name=short(ast.unparse(node)),
        )
    if isinstance(node, ast.Subscript) or node.attr in SETTABLE or node.attr in granted.stored:
        return None
    statement = program.parent(node)
    if node.attr == "grad":
        emptied = isinstance(statement, ast.Assign) and _is_none(statement.value)
        return None if emptied else _by_hand(node)
    if node.attr == "data":
        return None if isinstance(statement, ast.AugAssign) else _data(node)
    if isinstance(node.value, ast.Name) and node.value.id in owners(program, node) | made:
        return None
    return sentence(
        "Line %(line)s assigns to %(name)s. An answer may assign to self and to modules that it made itself; "
        "keep a value under a name of its own.",
        line=node.lineno,
        name=short(ast.unparse(node)),
    )


def _made_here(program: Program) -> set[str]:
    """Names that never stand for anything but a module or an object of the program's own class."""
    values: dict[str, ast.expr] = {}
    for node in program.nodes:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            values[node.targets[0].id] = node.value
    times = [name for _, name in bindings(program)]
    return {name for name, value in values.items() if times.count(name) == 1 and _makes(program, value)}


def _makes(program: Program, value: ast.expr) -> bool:
    if not isinstance(value, ast.Call):
        return False
    path = program.path(value.func)
    if path is not None:
        return path.rpartition(".")[0] == "torch.nn" and path not in BASES
    return isinstance(value.func, ast.Name) and value.func.id in program.classes


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _by_hand(node: ast.Attribute) -> Sentence:
    return sentence(
        "Line %(line)s assigns a gradient by hand. Let backward compute it.",
        line=node.lineno,
    )


def _data(node: ast.Attribute) -> Sentence:
    return sentence(
        "Line %(line)s assigns to .data, which changes the tensor behind autograd's back. "
        "Write to it under torch.no_grad, or compute a new one.",
        line=node.lineno,
    )
