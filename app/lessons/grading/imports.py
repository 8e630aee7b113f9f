"""Imports: an answer may import torch's public parts, math, and what the given program imports."""

import ast
from collections.abc import Iterator

from ...sentence import sentence
from .allowed import SEEDS, is_allowed, is_module
from .granted import Granted
from .program import Program, Refusal, imported, line_of
from .wording import short


def refused_imports(program: Program, granted: Granted) -> Iterator[Refusal]:
    """Every import that is not allowed, and every name of an import that is given to something else, too."""
    bound: dict[str, str] = {}
    for statement in program.imports:
        if ast.dump(statement) not in granted.imports:
            yield from _unknown(statement, granted)
        for name, path in imported(statement):
            if bound.setdefault(name, path) != path:
                yield Refusal(
                    sentence(
                        "Line %(line)s imports a second thing under the name %(name)s. Give it another name.",
                        line=statement.lineno,
                        name=short(name),
                    ),
                    statement.lineno,
                )


def _unknown(statement: ast.Import | ast.ImportFrom, granted: Granted) -> Iterator[Refusal]:
    for name in statement.names:
        if name.name == "*":
            yield _everything(statement)
        elif isinstance(statement, ast.Import):
            if not is_module(name.name):
                yield _no_module(statement, name.name)
        elif statement.level or not is_module(statement.module or ""):
            yield _no_module(statement, statement.module or ".")
        else:
            path = f"{statement.module}.{name.name}"
            if path not in SEEDS and not (is_module(path) or is_allowed(path) or path in granted.paths):
                yield not_taken(statement, path)


def not_taken(node: ast.AST, path: str) -> Refusal:
    """Something of torch that an answer may not take."""
    return Refusal(
        sentence(
            "Line %(line)s takes %(path)s, which is not among the parts of torch that an answer may use. "
            "Do it with tensors, torch.nn or torch.nn.functional.",
            line=line_of(node),
            path=short(path),
        ),
        line_of(node),
    )


def _no_module(statement: ast.stmt, module: str) -> Refusal:
    return Refusal(
        sentence(
            "Line %(line)s imports %(module)s. An answer may import torch, torch.nn, torch.nn.functional, "
            "torch.utils.checkpoint, math, and what the given program imports.",
            line=statement.lineno,
            module=short(module),
        ),
        statement.lineno,
    )


def _everything(statement: ast.stmt) -> Refusal:
    return Refusal(
        sentence(
            "Line %(line)s imports all names of a module at once. Import the names that you need.",
            line=statement.lineno,
        ),
        statement.lineno,
    )
