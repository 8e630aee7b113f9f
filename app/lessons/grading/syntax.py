"""Syntax: which of Python's words an answer may use. Those that are left out serve no exercise."""

import ast
from collections.abc import Iterator

from ...sentence import sentence
from .allowed import words
from .names import underscores
from .program import Program, Refusal, line_of

_WORDS = {
    "AsyncFunctionDef": "async def",
    "AsyncFor": "async for",
    "AsyncWith": "async with",
    "Await": "await",
    "Match": "match",
    "TryStar": "except*",
    "TypeAlias": "type",
}

_KNOWN = words(
    """
Add And AnnAssign Assert Assign Attribute AugAssign BinOp BitAnd BitOr BitXor BoolOp Break Call ClassDef Compare
Constant Continue Del Delete Dict DictComp Div Eq ExceptHandler Expr FloorDiv For FormattedValue FunctionDef
GeneratorExp Global Gt GtE If IfExp Import ImportFrom In Invert Is IsNot JoinedStr LShift Lambda List ListComp Load Lt
LtE MatMult Mod Module Mult Name NamedExpr Nonlocal Not NotEq NotIn Or Pass Pow RShift Raise Return Set SetComp Slice
Starred Store Sub Subscript Try Tuple UAdd USub UnaryOp While With Yield YieldFrom alias arg arguments comprehension
keyword withitem
"""
)


def refused_syntax(program: Program) -> Iterator[Refusal]:
    """Every construct that an answer may not use."""
    for node in program.nodes:
        kind = type(node).__name__
        if kind not in _KNOWN and hasattr(node, "lineno"):
            yield Refusal(
                sentence(
                    "Line %(line)s uses %(what)s, which no exercise needs. Write it without.",
                    line=line_of(node),
                    what=_WORDS.get(kind, kind),
                ),
                line_of(node),
            )
        elif isinstance(node, ast.keyword) and node.arg is not None and node.arg.startswith("__"):
            yield Refusal(underscores(node.arg, node.lineno), node.lineno)
