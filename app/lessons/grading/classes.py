"""Classes: how an answer may write classes, so that `self` is always an object of its own class and never a tensor.

Then a method may assign whatever it likes to `self`. For that no class may be handed around, and no method be taken
from its class: `Net.method(y)` would make `self` of a tensor.
"""

import ast
from collections.abc import Iterator

from ...sentence import Sentence, sentence
from .allowed import TENSORS, words
from .granted import Granted
from .program import Program, Refusal, line_of
from .wording import short

_DECORATORS = ("property", "staticmethod")


def refused_classes(program: Program, granted: Granted) -> Iterator[Refusal]:
    """Everything about classes that is not allowed."""
    for own in program.classes.values():
        yield from _definition(program, own, granted)
    for node in program.nodes:
        if isinstance(node, ast.ClassDef) and program.classes[node.name] is not node:
            yield _second(node)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in program.classes:
            if not is_called_or_named(program, node) and not _applies(program, node, granted):
                yield _as_value(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super":
            yield from _super(program, node)
        elif isinstance(node, ast.Name) and node.id == "super" and not _is_called(program, node):
            yield _as_value(node)


def owners(program: Program, node: ast.AST) -> set[str]:
    """The names that stand for an object of the program's own class where this node is: `self` in a method."""
    hidden: set[str] = set()
    for outer in program.around(node):
        if isinstance(outer, (ast.FunctionDef, ast.Lambda)):
            owner = _owner(program, outer) if isinstance(outer, ast.FunctionDef) else None
            if owner is not None:
                return {owner} - hidden
            hidden |= {each.arg for each in _arguments(outer.args)}
    return set()


def is_called_or_named(program: Program, node: ast.expr) -> bool:
    """Whether a class is only called, derived from, asked for, caught or written as a type: not handed around."""
    inner, outer = node, program.parent(node)
    while isinstance(outer, ast.Tuple):
        inner, outer = outer, program.parent(outer)
    match outer:
        case ast.Call(func=func) if func is inner:
            return inner is node
        case ast.Call(func=ast.Name(id="isinstance" | "issubclass"), args=[_, second]) if second is inner:
            return True
        case ast.Call(func=ast.Name(id="super"), args=[first, _]) if first is inner:
            return True
        case ast.ClassDef(bases=bases) if inner in bases:
            return True
        case ast.ExceptHandler(type=kind) if kind is inner:
            return True
        case ast.Raise(exc=exc) if exc is inner:
            return inner is node
        case _:
            return _is_annotation(program, node)


def _is_annotation(program: Program, node: ast.AST) -> bool:
    for outer in program.around(node):
        annotated = (getattr(outer, "annotation", None), getattr(outer, "returns", None))
        if node in annotated:
            return True
        if not isinstance(outer, (ast.Subscript, ast.Tuple, ast.BinOp, ast.List)):
            return False
        node = outer
    return False


def _definition(program: Program, own: ast.ClassDef, granted: Granted) -> Iterator[Refusal]:
    if own.decorator_list or own.keywords:
        yield Refusal(_plain(own.name, own.lineno), own.lineno)
    for base in own.bases:
        if not _may_be_base(program, base, granted):
            yield Refusal(
                sentence(
                    "Line %(line)s derives %(name)s from a class that an answer may not change. "
                    "Derive it from nn.Module or from nothing.",
                    line=own.lineno,
                    name=short(own.name),
                ),
                own.lineno,
            )
    methods = {node.name for node in own.body if isinstance(node, ast.FunctionDef)}
    for node in own.body:
        simple = isinstance(node, (ast.FunctionDef, ast.Assign, ast.AnnAssign, ast.Pass, ast.Expr))
        if not simple or _reads_methods(node, methods) or _is_decorated_oddly(program, node):
            yield Refusal(_plain(own.name, node.lineno), node.lineno)
        elif isinstance(node, ast.FunctionDef) and _rebinds_owner(program, node):
            yield Refusal(
                sentence(
                    "Line %(line)s: the method %(name)s gives its first parameter to something else. "
                    "Choose another name.",
                    line=node.lineno,
                    name=short(node.name),
                ),
                node.lineno,
            )


def _may_be_base(program: Program, base: ast.expr, granted: Granted) -> bool:
    path = program.path(base)
    if path is not None:
        return path not in TENSORS and (path.startswith("torch.nn.") or path in granted.paths)
    return isinstance(base, ast.Name) and (base.id in program.classes or base.id in _PLAIN_BASES)


_PLAIN_BASES = words("object Exception RuntimeError ValueError TypeError LookupError ArithmeticError")


def _reads_methods(node: ast.stmt, methods: set[str]) -> bool:
    """Whether the body of a class, outside of its functions, reads its own functions: they would come without self."""
    level: list[ast.AST] = [node]
    while level:
        each = level.pop()
        if isinstance(each, ast.Name) and each.id in methods and isinstance(each.ctx, ast.Load):
            return True
        inside = set(map(id, each.body)) if isinstance(each, ast.FunctionDef) else set[int]()
        level += [child for child in ast.iter_child_nodes(each) if id(child) not in inside]
    return False


def _is_decorated_oddly(program: Program, node: ast.stmt) -> bool:
    """A decorator is given the function without self; of torch's it is known that they only wrap it."""
    for decorator in getattr(node, "decorator_list", ()):
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        path = program.path(called)
        if not (isinstance(called, ast.Name) and called.id in _DECORATORS) and path not in _WRAPPING:
            return True
    return False


_WRAPPING = words(
    "torch.no_grad torch.enable_grad torch.inference_mode "
    "torch.autograd.no_grad torch.autograd.enable_grad torch.autograd.inference_mode"
)


def _owner(program: Program, function: ast.FunctionDef) -> str | None:
    """The parameter that stands for the object; None for what is no method."""
    if not isinstance(program.parent(function), ast.ClassDef):
        return None
    static = any(isinstance(each, ast.Name) and each.id == "staticmethod" for each in function.decorator_list)
    positional = [*function.args.posonlyargs, *function.args.args]
    return None if static or not positional else positional[0].arg


def _rebinds_owner(program: Program, function: ast.FunctionDef) -> bool:
    owner = _owner(program, function)
    if owner is None:
        return False
    stored = (node for node in ast.walk(function) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load))
    handlers = (node for node in ast.walk(function) if isinstance(node, ast.ExceptHandler))
    inner = (node for node in ast.walk(function) if isinstance(node, (ast.FunctionDef, ast.ClassDef)))
    return (
        any(node.id == owner for node in stored)
        or any(node.name == owner for node in handlers)
        or any(node.name == owner for node in inner)
    )


def _arguments(arguments: ast.arguments) -> list[ast.arg]:
    extra = [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *extra]


def _applies(program: Program, node: ast.Name, granted: Granted) -> bool:
    """`Double.apply(x)`, where the given program has a Function of its own."""
    outer = program.parent(node)
    return isinstance(outer, ast.Attribute) and outer.attr == "apply" and "torch.autograd.Function" in granted.paths


def _is_called(program: Program, node: ast.Name) -> bool:
    outer = program.parent(node)
    return isinstance(outer, ast.Call) and outer.func is node


def _super(program: Program, call: ast.Call) -> Iterator[Refusal]:
    """`super()` and `super(Net, self)`, and at once an attribute of it."""
    outer = program.parent(call)
    plain = not call.keywords and (
        not call.args or (len(call.args) == 2 and ast.unparse(call.args[1]) in owners(program, call))
    )
    if not plain or not isinstance(outer, ast.Attribute) or outer.value is not call:
        yield _as_value(call)


def _as_value(node: ast.expr) -> Refusal:
    name = node.id if isinstance(node, ast.Name) else "super()"
    return Refusal(
        sentence(
            "Line %(line)s hands the class %(name)s itself around. Make an object of it, or ask with isinstance.",
            line=node.lineno,
            name=short(name),
        ),
        node.lineno,
    )


def _second(node: ast.ClassDef) -> Refusal:
    return Refusal(
        sentence(
            "Line %(line)s writes a second class %(name)s. Give it another name.",
            line=node.lineno,
            name=short(node.name),
        ),
        line_of(node),
    )


def _plain(name: str, line: int) -> Sentence:
    return sentence(
        "Line %(line)s: the class %(name)s does more than an answer needs. Let it have methods and plain values only.",
        line=line,
        name=short(name),
    )
