"""Attributes: what an answer may read of torch and of the things that it makes."""

import ast
from collections.abc import Iterator

from ...sentence import Sentence, sentence
from .allowed import ASKED, BASES, FRAMES, HOOKS, PRIVATE, SEEDS, UNCOUNTED, UNHEARD, is_allowed
from .classes import is_called_or_named, owners
from .granted import Granted
from .imports import not_taken
from .names import blank, underscores
from .program import Program, Refusal, line_of
from .wording import short


def refused_attributes(program: Program, granted: Granted, *, counted: bool) -> Iterator[Refusal]:
    """Every attribute that may not be read. `counted`: the exercise counts bytes."""
    own = _own_private(program)
    for node in program.nodes:
        if isinstance(node, ast.Attribute):
            why = _private(program, node, own, granted) or _method(program, node, granted, counted)
            if why is not None:
                yield Refusal(why, node.lineno)
        if isinstance(node, (ast.Attribute, ast.Name)) and not _goes_on(program, node):
            path = program.path(node)
            if path is not None and isinstance(node.ctx, ast.Load):
                yield from _taken(program, node, path, granted)


def _goes_on(program: Program, node: ast.expr) -> bool:
    """Whether a dotted name is longer than this."""
    outer = program.parent(node)
    return isinstance(outer, ast.Attribute) and outer.value is node


def _taken(program: Program, node: ast.expr, path: str, granted: Granted) -> Iterator[Refusal]:
    line = line_of(node)
    if path in SEEDS:
        if not _stands_as_given(program, node, granted):
            yield Refusal(_seeded(path, line), line)
    elif path in program.modules or (path in BASES and not is_called_or_named(program, node)):
        yield Refusal(_as_value(path, line), line)
    elif not is_allowed(path) and path not in granted.paths:
        yield not_taken(node, path)


def _stands_as_given(program: Program, node: ast.expr, granted: Granted) -> bool:
    statement = next((outer for outer in program.around(node) if isinstance(outer, ast.stmt)), None)
    return statement is not None and ast.dump(statement) in granted.statements


def _private(program: Program, node: ast.Attribute, own: set[str], granted: Granted) -> Sentence | None:
    name = node.attr
    if len(name) > 1 and set(name) == {"_"}:
        return blank(node.lineno)
    if not name.startswith("_") or name in PRIVATE or name.startswith("_saved_") or name in granted.attributes:
        return None
    if name.startswith("__"):
        return None if _is_allowed_dunder(program, node) else underscores(name, node.lineno)
    if name in own and isinstance(node.value, ast.Name) and node.value.id in owners(program, node):
        return None
    return sentence(
        "Line %(line)s uses %(name)s. Names that begin with an underscore are torch's own business; do without it.",
        line=node.lineno,
        name=short(name),
    )


def _is_allowed_dunder(program: Program, node: ast.Attribute) -> bool:
    """`super().__init__(…)`; and `type(error).__name__`, which is but a text."""
    if node.attr == "__name__":
        return isinstance(node.ctx, ast.Load)
    match node:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__", ctx=ast.Load()):
            outer = program.parent(node)
            return isinstance(outer, ast.Call) and outer.func is node
        case _:
            return False


def _own_private(program: Program) -> set[str]:
    """The names with an underscore that the program's own classes give to things of theirs."""
    stored = {n.attr for n in program.nodes if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)}
    methods = {n.name for c in program.classes.values() for n in c.body if isinstance(n, ast.FunctionDef)}
    reserved = ("_parameters", "_buffers", "_modules", "_non_persistent_buffers_set")
    return {name for name in stored | methods if name not in reserved and "hook" not in name}


def _method(program: Program, node: ast.Attribute, granted: Granted, counted: bool) -> Sentence | None:
    name = node.attr
    if name in granted.attributes or program.path(node) is not None:
        return None
    if FRAMES.fullmatch(name):
        return sentence(
            "Line %(line)s uses %(name)s, which leads into Python itself. Do without it.",
            line=node.lineno,
            name=short(name),
        )
    if HOOKS.fullmatch(name):
        return sentence(
            "Line %(line)s registers a hook with %(name)s. A hook can change gradients on their way, so an answer "
            "must do without.",
            line=node.lineno,
            name=short(name),
        )
    if name in UNHEARD and not _only_asks(program, node):
        return sentence(
            "Line %(line)s uses %(name)s, by which bytes can change without torch. Work with the tensor itself.",
            line=node.lineno,
            name=short(name),
        )
    if counted and UNCOUNTED.fullmatch(name):
        return sentence(
            "Line %(line)s uses %(name)s, which moves numbers to where their bytes are not counted. "
            "Keep them in tensors.",
            line=node.lineno,
            name=short(name),
        )
    return None


def _only_asks(program: Program, node: ast.Attribute) -> bool:
    """`x.untyped_storage().data_ptr()` and the like change nothing."""
    call = program.parent(node)
    asked = program.parent(call)
    called = isinstance(call, ast.Call) and call.func is node and not call.args
    return called and isinstance(asked, ast.Attribute) and asked.attr in ASKED


def _seeded(path: str, line: int) -> Sentence:
    return sentence(
        "Line %(line)s chooses the random numbers with %(path)s. The answer is checked with several; leave them alone.",
        line=line,
        path=short(path),
    )


def _as_value(path: str, line: int) -> Sentence:
    return sentence(
        "Line %(line)s hands %(path)s itself around. Name what you take of it right where you use it.",
        line=line,
        path=short(path),
    )
