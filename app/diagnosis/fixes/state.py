"""State: the names that are carried from one iteration to the next, and how each is cut off from its graph."""

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from .expressions import base, dotted, last_name, targets
from .program import Program, walk, within

MOST_NAMES = 3

_MADE_ONCE = ("__init__", "reset", "init", "__new__")

_NUMBERS = (cst.BaseNumber, cst.BaseString, cst.Comparison, cst.BooleanOperation)


@dataclass(frozen=True)
class Kept:
    """A method that reads attributes of its object and binds them anew."""

    program: Program
    method: cst.FunctionDef
    owner: str
    names: tuple[str, ...]

    def cut(self, name: str, as_: str) -> str:
        """The expression that cuts an attribute off, under the name that it has where it is cut."""
        holder = self.program.enclosing(self.method, cst.ClassDef) or self.program.module
        return cut(self.program, holder, name, as_)

    def unless_none(self, name: str) -> str:
        """The same at the beginning of the method, where there may be no state yet."""
        new = self.cut(name, name)
        begins_empty = any(self.program.code(made) == "None" for made in _values(self.program, self.method, name))
        return f"{name} if {name} is None else {new}" if begins_empty else new


def carried(program: Program, loop: cst.For | cst.While) -> list[str]:
    """The names that an iteration reads before it binds them, and binds for the next. Counters are none."""
    bound: set[str] = set()
    early: dict[str, None] = {}
    for node in walk(loop.body):
        if isinstance(node, cst.BaseSmallStatement):
            early |= dict.fromkeys(name for name in sorted(read(program, node)) if name not in bound)
            bound |= written(program, node)
    names = [name for name in early if name in bound]
    return [name for name in names if not _is_number(program, program.function(loop), name)][:MOST_NAMES]


def read(program: Program, statement: cst.BaseSmallStatement) -> set[str]:
    """The names that a statement reads."""
    plain = not isinstance(statement, cst.AugAssign)
    own = {id(target) for target in targets(statement)} if plain else set()
    nodes = [n for n in walk(statement) if isinstance(n, (cst.Name, cst.Attribute)) and id(n) not in own]
    return {name for node in nodes if (name := dotted(program, node))}


def written(program: Program, statement: cst.BaseSmallStatement) -> set[str]:
    """The names that a statement binds, and those that it stores a part of."""
    return {name for target in targets(statement) if (name := dotted(program, base(target)))}


def kept_by_methods(program: Program) -> Iterator[Kept]:
    """Every method with a state that outlives it."""
    for method in within(program.module, cst.FunctionDef):
        owner = program.enclosing(method, cst.ClassDef)
        if owner is None or method.name.value.startswith(_MADE_ONCE):
            continue
        statements = [node for node in walk(method.body) if isinstance(node, cst.BaseSmallStatement)]
        bound = {name for s in statements for name in written(program, s) if name.startswith("self.")}
        bound &= {name for s in statements for name in read(program, s)}
        names = [name for name in sorted(bound) if name.count(".") == 1 and not _is_number(program, owner, name)]
        if names:
            yield Kept(program, method, owner.name.value, tuple(names[:MOST_NAMES]))


def cut(program: Program, scope: cst.CSTNode, name: str, as_: str = "") -> str:
    """`h.detach()`, or the same of each part of a tuple, a list or a dict."""
    said, makers = as_ or name, list(_values(program, scope, name))
    if any(isinstance(made, (cst.List, cst.ListComp)) for made in makers):
        return f"[part.detach() for part in {said}]"
    if any(isinstance(made, (cst.Dict, cst.DictComp)) for made in makers):
        return f"{{key: part.detach() for key, part in {said}.items()}}"
    if any(isinstance(made, cst.Tuple) or _is_lstm(program, made, name) for made in makers):
        return f"tuple(part.detach() for part in {said})"
    return f"{said}.detach()"


def _is_lstm(program: Program, made: cst.BaseExpression, name: str) -> bool:
    """`out, state = lstm(x, state)`: what an LSTM takes as a whole is a tuple; so it is handed on by what holds one."""
    if not isinstance(made, cst.Call) or not any(program.code(arg.value) == name for arg in made.args):
        return False
    called = last_name(made.func).lower()
    return "lstm" in called or ("LSTM" in program.text and "gru" not in called)


def _values(program: Program, scope: cst.CSTNode, name: str) -> Iterator[cst.BaseExpression]:
    """What a name is bound to in a scope; a call for each name that its result is unpacked to."""
    for assign in within(scope, cst.Assign):
        for target in assign.targets:
            yield from _bound(program, target.target, assign.value, name)


def _bound(
    program: Program, target: cst.BaseExpression, value: cst.BaseExpression, name: str
) -> Iterator[cst.BaseExpression]:
    if dotted(program, target) == name:
        yield value
    elif isinstance(target, (cst.Tuple, cst.List)):
        many = isinstance(value, (cst.Tuple, cst.List)) and len(value.elements) == len(target.elements)
        for at, element in enumerate(target.elements):
            part = value.elements[at].value if many and isinstance(value, (cst.Tuple, cst.List)) else value
            if isinstance(element.value, (cst.Name, cst.Attribute)) or many:
                yield from _bound(program, element.value, part, name)


def _is_number(program: Program, scope: cst.CSTNode, name: str) -> bool:
    """Whether a name begins as a number, a text or a truth value."""
    made = list(_values(program, scope, name))
    plain = [value for value in made if isinstance(value, _NUMBERS) or program.code(value) in ("True", "False")]
    return bool(plain) or any("item()" in program.code(value) for value in made)
