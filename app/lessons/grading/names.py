"""Names: which names an answer may read, and which it may not give to something else."""

import ast
import builtins
import re
from collections.abc import Iterator

from ...sentence import Sentence, sentence
from .allowed import BUILTINS, FIXED
from .granted import Granted
from .program import Program, Refusal, line_of
from .wording import short

_BLANK = re.compile(r"_{2,}")
_PYTHON = frozenset(dir(builtins))


def refused_names(program: Program, granted: Granted) -> Iterator[Refusal]:
    """Every name that may not be read or bound."""
    bound = {name for _, name in bindings(program)}
    for node in program.nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield from _read(program, node, bound, granted)
    for node, name in bindings(program):
        if why := _bound(name, line_of(node), program):
            yield Refusal(why, line_of(node))


def bindings(program: Program) -> Iterator[tuple[ast.AST, str]]:
    """Every place where a name is given to something, but for imports."""
    for node in program.nodes:
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield node, name
            case ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield node, name
            case ast.ExceptHandler(name=str(name)):
                yield node, name
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                yield from ((node, name) for name in names)


def _read(program: Program, node: ast.Name, bound: set[str], granted: Granted) -> Iterator[Refusal]:
    name = node.id
    if _BLANK.fullmatch(name):
        yield Refusal(blank(node.lineno), node.lineno)
    elif name.startswith("__") and name not in ("__name__",) and name not in granted.names:
        yield Refusal(underscores(name, node.lineno), node.lineno)
    elif name == "type" and name not in bound and _only_told(program, node):
        return
    elif name in _PYTHON and name not in BUILTINS and name not in granted.names and not _is_input(name, bound):
        yield Refusal(_of_python(name, node.lineno), node.lineno)


def _is_input(name: str, bound: set[str]) -> bool:
    """Half of all networks call what they are given `input`; and the function could only read from nobody."""
    return name == "input" and name in bound


def _only_told(program: Program, node: ast.Name) -> bool:
    """Whether type(x) is only printed: `print(type(x))`, `type(error).__name__`."""
    call = program.parent(node)
    if not (isinstance(call, ast.Call) and call.func is node and len(call.args) == 1 and not call.keywords):
        return False
    match program.parent(call):
        case ast.Attribute(attr="__name__", ctx=ast.Load()) | ast.FormattedValue():
            return True
        case ast.Call(func=ast.Name(id="print"), args=args):
            return call in args
        case _:
            return False


def _bound(name: str, line: int, program: Program) -> Sentence | None:
    if name in program.aliases:
        return sentence(
            "Line %(line)s gives the name %(name)s, which is imported, to something else. Choose another name.",
            line=line,
            name=short(name),
        )
    if name in FIXED:
        return sentence(
            "Line %(line)s gives Python's own name %(name)s to something else. Choose another name.",
            line=line,
            name=short(name),
        )
    if name.startswith("__") and not _BLANK.fullmatch(name) and name != "__init__":
        return underscores(name, line)
    return None


def _of_python(name: str, line: int) -> Sentence:
    if name in ("exit", "quit", "SystemExit", "KeyboardInterrupt"):
        return sentence(
            "Line %(line)s leaves the program with %(name)s. Let it run to its last line.", line=line, name=name
        )
    return sentence(
        "Line %(line)s uses %(name)s, which reaches outside of the exercise. Do without it.",
        line=line,
        name=short(name),
    )


def blank(line: int) -> Sentence:
    """What stands for something that is still missing."""
    return sentence("Line %(line)s still has the blank ____. Put in what is missing.", line=line)


def underscores(name: str, line: int) -> Sentence:
    """A name of Python's own insides."""
    return sentence(
        "Line %(line)s uses %(name)s. Names with two underscores lead into Python itself; do without it.",
        line=line,
        name=short(name),
    )
