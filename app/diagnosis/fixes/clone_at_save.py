"""Clone at the save: autograd keeps a copy, and the line that writes may stay as it is."""

from collections.abc import Iterator

import libcst as cst

from ...sentence import sentence
from . import costs
from .case import Case, Proposal, Site, numbers, on
from .edits import Edit
from .expressions import last_name, named, parts, suffixed, tensors, value
from .program import within

KIND = "clone at the save"

_OPERATORS: dict[str, type[cst.BaseBinaryOp]] = {
    "mul": cst.Multiply,
    "add": cst.Add,
    "sub": cst.Subtract,
    "div": cst.Divide,
    "truediv": cst.Divide,
    "matmul": cst.MatrixMultiply,
    "pow": cst.Power,
}

Change = tuple[Site, list[Edit]]


def find(case: Case) -> Iterator[Proposal]:
    """What was kept, by its name; all operands; the result; each for all saving lines at once, then for the first."""
    every = case.sites([*case.diagnosis.saved, *case.diagnosis.also])
    for sites in (every, case.saves) if len(every) > len(case.saves) else (every,):
        for way in (_by_name, _operands, _result):
            changes = [(site, edits) for site in sites if (edits := way(case, site))]
            if changes:
                yield _proposal(changes)


def _proposal(changes: list[Change]) -> Proposal:
    sites = [site for site, _ in changes]
    in_loop = any(site.program.loops(site.statement) for site in sites)
    return Proposal(
        kind=KIND,
        title=sentence("Let autograd keep a copy in line %(lines)s.", lines=numbers(sites)),
        cost=costs.EACH_PASS if in_loop else costs.ONE_TENSOR if len(sites) == 1 else costs.EACH_TENSOR,
        edits=tuple(pair for site, edits in changes for pair in on(site.program, edits)),
    )


def savers(site: Site) -> list[cst.CSTNode]:
    """The expressions of a statement that are named like the operation which saved; all that compute, if none is."""
    op = site.op.rpartition("::")[2].strip("_")
    computing = (cst.Call, cst.BinaryOperation, cst.UnaryOperation, cst.AugAssign)
    found: list[cst.CSTNode] = [
        node for node in parts(site.statement) if isinstance(node, computing) and not _copies(node)
    ]
    return [node for node in found if _is(node, op)] or found


def _copies(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Call) and last_name(node.func) in ("clone", "detach", "deepcopy")


def _is(node: cst.CSTNode, op: str) -> bool:
    if isinstance(node, cst.Call):
        return last_name(node.func).strip("_") == op
    if isinstance(node, cst.BinaryOperation):
        return isinstance(node.operator, _OPERATORS.get(op.removeprefix("r"), cst.Not) if op else cst.Not)
    return False


def _by_name(case: Case, site: Site) -> list[Edit]:
    """Each mention of what the diagnosis names, wherever it is read in the statement."""
    names = case.names(case.diagnosis.saved)
    found = [part for part in parts(site.statement) if isinstance(part, (cst.Name, cst.Attribute, cst.Subscript))]
    return cloned(site, [part for part in found if site.program.code(part) in names and _is_read(site, part)])


def _is_read(site: Site, part: cst.BaseExpression) -> bool:
    """Whether a name is read as a value: no keyword, no word behind a dot, nothing that is assigned to."""
    parent = site.program.parents.get(part)
    if isinstance(parent, cst.Attribute):
        return parent.value is part
    if isinstance(parent, cst.Arg):
        return parent.value is part
    if isinstance(parent, (cst.AugAssign, cst.AnnAssign)):
        return parent.value is part
    return not isinstance(parent, cst.AssignTarget)


def _operands(case: Case, site: Site) -> list[Edit]:
    """Each operand that has a name."""
    return cloned(site, [part for node in savers(site) for part in tensors(node) if named(part)])


def cloned(site: Site, found: list[cst.BaseExpression], suffix: str = ".clone()") -> list[Edit]:
    """Copies of the operands that are no function of torch and no module."""
    called = {id(call.func) for call in within(site.statement, cst.Call) if last_name(call.func) != "clone"}
    holders = {
        id(call.func.value)
        for call in within(site.statement, cst.Call)
        if isinstance(call.func, cst.Attribute) and _no_tensor(site.program.code(call.func.value), call.func.attr.value)
    }
    chosen = [part for part in dict.fromkeys(found) if id(part) not in called | holders]
    return [edit for part in chosen if not _is_self(part) for edit in suffixed(site.program, part, suffix)]


def _no_tensor(receiver: str, method: str) -> bool:
    return receiver in _SPACES or method in ("append", "extend", "insert", "update", "items", "keys", "values", "clone")


_SPACES = frozenset(["torch", "F", "nn", "self", "np", "math", "super", "nn.functional", "torch.nn.functional"])


def _is_self(part: cst.BaseExpression) -> bool:
    return isinstance(part, cst.Name) and part.value in ("self", "torch", "F", "nn", "True", "False", "None")


def _result(case: Case, site: Site) -> list[Edit]:
    """What the statement assigns or returns."""
    made = value(site.statement)
    if made is None or isinstance(site.statement, cst.Expr) or isinstance(made, (cst.Tuple, cst.Name)) or _copies(made):
        return []
    return suffixed(site.program, made, ".clone()")
