"""Givens: the lines that make an exercise's data. The answer keeps them, and is run with other numbers in them, too."""

import ast
from collections.abc import Iterator, Sequence

from .program import Program

_FACTORIES = frozenset(f"torch.{name}" for name in ("tensor", "arange", "ones", "zeros", "linspace", "full", "eye"))
_SHAPING = frozenset(("view", "reshape", "float", "double", "requires_grad_", "unsqueeze", "t"))


def givens(start: Program, exemplar: Program) -> tuple[str, ...]:
    """The statements that both programs share and that make a tensor of plain numbers, as dumped trees."""
    ours = {ast.dump(node) for node in _statements(exemplar)}
    shared = (text for node in _statements(start) if (text := ast.dump(node)) in ours)
    return tuple(dict.fromkeys(shared))


def missing(program: Program, start: Program, wanted: Sequence[str]) -> str | None:
    """The first given statement that a program no longer has, as the given program writes it."""
    has = {ast.dump(node) for node in _statements(program)}
    lost = (node for node in _statements(start) if ast.dump(node) in wanted and ast.dump(node) not in has)
    return next((ast.unparse(node) for node in lost), None)


def with_other_numbers(program: Program, wanted: Sequence[str], key: int) -> str:
    """The program with other numbers in its givens, and another seed where it sets one. No line moves."""
    lines = [line.encode() for line in program.source.split("\n")]
    given = [node for node in _statements(program) if ast.dump(node) in wanted]
    for node in sorted(given, key=_end, reverse=True):
        row, column = _end(node)
        lines[row - 1] = lines[row - 1][:column] + _changed(node, key).encode() + lines[row - 1][column:]
    return b"\n".join(lines).decode()


def _end(node: ast.stmt) -> tuple[int, int]:
    """Line and byte where a statement ends."""
    return node.end_lineno or 1, node.end_col_offset or 0


def _changed(node: ast.stmt, key: int) -> str:
    """What follows a statement on its line."""
    if isinstance(node, ast.Expr):
        return f"; torch.manual_seed({key})"
    name = ast.unparse(node.targets[0]) if isinstance(node, ast.Assign) else ""
    factor, offset = 1 + (key % 31 + 1) / 128, (key % 13 + 1) / 64
    return f"; {name}.is_floating_point() and {name}.data.mul_({factor}).add_({offset})"


def _statements(program: Program) -> Iterator[ast.stmt]:
    """Statements such as `x = torch.tensor([1.0, 2.0], requires_grad=True)` and `torch.manual_seed(0)`."""
    for node in program.nodes:
        match node:
            case ast.Assign(targets=[ast.Name()], value=value) if _is_data(program, value):
                yield node
            case ast.Expr(value=ast.Call(func=called)) if program.path(called) == "torch.manual_seed":
                yield node


def _is_data(program: Program, value: ast.expr) -> bool:
    """Whether an expression makes a tensor from numbers that stand there, and from nothing else."""
    match value:
        case ast.Call(func=ast.Attribute(value=inner, attr=attr)) if attr in _SHAPING and program.path(inner) is None:
            return _is_data(program, inner) and _is_plain(program, [*value.args, *value.keywords])
        case ast.Call(func=called) if program.path(called) in _FACTORIES:
            return _is_plain(program, [*value.args, *value.keywords])
        case _:
            return False


def _is_plain(program: Program, nodes: Sequence[ast.AST]) -> bool:
    inside = [each for node in nodes for each in ast.walk(node)]
    names = (each for each in inside if isinstance(each, ast.Name))
    return not any(isinstance(each, ast.Call) for each in inside) and all(each.id in program.aliases for each in names)
