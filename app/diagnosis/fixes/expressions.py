"""Expressions: what can be read off one, and the small edits of one."""

from collections.abc import Iterator

import libcst as cst

from .edits import Edit
from .program import Program, Statement, walk

_VIEWS = """
view view_as reshape t transpose permute squeeze unsqueeze flatten unflatten narrow select diagonal expand expand_as
chunk split unbind detach swapaxes swapdims movedim moveaxis unfold as_strided real imag T mT H mH data contiguous to
float ravel
"""

VIEWS = frozenset(_VIEWS.split())
"""Methods and attributes whose result may be the same memory."""

TORCH = frozenset(
    ("torch", "F", "nn.functional", "functional", "torch.nn.functional", "torch.special", "torch.Tensor", "Tensor")
)
"""What a function of torch is called on."""

_ATOMS = (
    cst.Name,
    cst.Attribute,
    cst.Subscript,
    cst.Call,
    cst.BaseNumber,
    cst.List,
    cst.Dict,
    cst.Set,
    cst.ListComp,
    cst.SimpleString,
)

_RANK: dict[type[cst.CSTNode], int] = {
    cst.BitOr: 1,
    cst.BitXor: 2,
    cst.BitAnd: 3,
    cst.LeftShift: 4,
    cst.RightShift: 4,
    cst.Add: 5,
    cst.Subtract: 5,
    cst.Multiply: 6,
    cst.Divide: 6,
    cst.FloorDivide: 6,
    cst.Modulo: 6,
    cst.MatrixMultiply: 6,
    cst.Power: 8,
}


def atomic(node: cst.CSTNode) -> bool:
    """Whether a dot may follow."""
    return bool(getattr(node, "lpar", ())) or isinstance(node, _ATOMS)


def binds_tighter(node: cst.BaseExpression, operator: str) -> bool:
    """Whether an expression may stand to the right of a binary operator without brackets."""
    ranks = {"|": 1, "^": 2, "&": 3, "<<": 4, ">>": 4, "+": 5, "-": 5, "**": 8}
    if atomic(node):
        return True
    if isinstance(node, cst.UnaryOperation):
        return not isinstance(node.operator, cst.Not)
    return isinstance(node, cst.BinaryOperation) and _RANK.get(type(node.operator), 0) > ranks.get(operator, 6)


def assignable(node: cst.CSTNode) -> bool:
    """Whether an expression may stand on the left of `=`."""
    if isinstance(node, (cst.List, cst.Tuple)):
        return bool(node.elements) and all(assignable(element.value) for element in node.elements)
    return isinstance(node, (cst.Name, cst.Attribute, cst.Subscript))


def dotted(program: Program, node: cst.CSTNode) -> str:
    """A name, with the attributes that it is reached by; empty for anything else."""
    part = node
    while isinstance(part, cst.Attribute):
        part = part.value
    return program.code(node) if isinstance(part, cst.Name) and not getattr(node, "lpar", ()) else ""


def base(node: cst.BaseExpression) -> cst.BaseExpression:
    """The name behind views of it: `x` of `x[:, 0]`, of `x.t()` and of `x.data`."""
    while True:
        if isinstance(node, cst.Subscript):
            node = node.value
        elif isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value in VIEWS:
            node = node.func.value
        elif isinstance(node, cst.Attribute) and node.attr.value in VIEWS:
            node = node.value
        else:
            return node


def last_name(node: cst.BaseExpression) -> str:
    """The last word of what is called: `relu` of `self.act.relu`."""
    if isinstance(node, cst.Attribute):
        return node.attr.value
    return node.value if isinstance(node, cst.Name) else ""


def of_torch(program: Program, call: cst.Call) -> bool:
    """Whether a function of torch is called, as `torch.relu` or `F.relu` is."""
    return isinstance(call.func, cst.Attribute) and dotted(program, call.func.value) in TORCH


def tensors(node: cst.CSTNode) -> list[cst.BaseExpression]:
    """The operands of an expression that may be tensors with a name."""
    found: list[cst.BaseExpression] = []
    if isinstance(node, cst.Call):
        parts = [arg.value for arg in node.args if not arg.star and arg.keyword is None]
        found += [node.func.value] if isinstance(node.func, cst.Attribute) else []
    elif isinstance(node, cst.BinaryOperation):
        parts = [node.left, node.right]
    elif isinstance(node, cst.Comparison):
        parts = [node.left, *(target.comparator for target in node.comparisons)]
    elif isinstance(node, cst.UnaryOperation):
        parts = [node.expression]
    elif isinstance(node, cst.AugAssign):
        parts = [node.value]
    else:
        parts = []
    for part in parts:
        found += [e.value for e in part.elements] if isinstance(part, (cst.List, cst.Tuple)) else [part]
    return [part for part in found if isinstance(part, (cst.Name, cst.Attribute, cst.Subscript, cst.Call))]


def named(part: cst.BaseExpression) -> bool:
    """Whether an operand is reached by a name, not made on the spot."""
    return isinstance(base(part), (cst.Name, cst.Attribute)) and not isinstance(part, cst.Call)


def suffixed(program: Program, node: cst.BaseExpression, suffix: str) -> list[Edit]:
    """An expression with a call behind it, in brackets where it needs them."""
    start, end = program.span(node)
    if atomic(node):
        return [Edit(end, end, suffix)]
    return [Edit(start, start, "("), Edit(end, end, ")" + suffix)]


def header(statement: Statement) -> list[cst.BaseExpression]:
    """The expressions of a statement itself, without those of the block below it."""
    if isinstance(statement, (cst.If, cst.While)):
        return [statement.test]
    if isinstance(statement, cst.For):
        return [statement.iter]
    if isinstance(statement, cst.With):
        return [item.item for item in statement.items]
    return []


def parts(statement: Statement) -> Iterator[cst.CSTNode]:
    """Every node of a statement, without the block below it."""
    for root in [statement] if isinstance(statement, cst.BaseSmallStatement) else header(statement):
        yield from walk(root)


def calls(statement: Statement) -> list[cst.Call]:
    """The calls of a statement, the outer before the inner."""
    return [node for node in parts(statement) if isinstance(node, cst.Call)]


def value(statement: Statement) -> cst.BaseExpression | None:
    """What a statement assigns or returns."""
    if isinstance(statement, (cst.Assign, cst.AnnAssign, cst.Return, cst.Expr)):
        return statement.value
    return None


def targets(statement: Statement) -> list[cst.BaseExpression]:
    """What a statement assigns to, one by one."""
    if isinstance(statement, cst.Assign):
        return [leaf for target in statement.targets for leaf in _leaves(target.target)]
    if isinstance(statement, (cst.AugAssign, cst.AnnAssign, cst.For)):
        return _leaves(statement.target)
    return []


def _leaves(node: cst.BaseExpression) -> list[cst.BaseExpression]:
    if isinstance(node, (cst.Tuple, cst.List)):
        return [leaf for element in node.elements for leaf in _leaves(element.value)]
    return [node]
