"""Captured by reference: what is kept for later is a copy, not another name for memory that will be written."""

from collections.abc import Iterator

import libcst as cst

from ...sentence import sentence
from . import costs
from .case import Case, Proposal, Site, on
from .edits import Edit
from .expressions import calls, last_name, named, of_torch, suffixed, targets
from .program import Program, within

KIND = "keep a copy"

_KEEPING = ("append", "insert", "add", "appendleft", "extend", "put", "update", "setdefault")

_SHARING = ("detach", "view", "view_as", "t", "cpu", "to", "requires_grad_")
"""Calls whose result lies in the memory of what they were called on, or may."""

_BORROWING = ("from_numpy", "frombuffer", "from_dlpack", "as_tensor", "asarray")


def find(case: Case) -> Iterator[Proposal]:
    """Every way to keep a copy at each line that the diagnosis names."""
    if case.diagnosis.code.startswith(("IL0", "IL11")):
        return
    for site in case.all:
        for edits in (_kept(site), _borrowed(site), _state(site), _lists(site), _gathered(site), _assigned(site)):
            if edits:
                yield _proposal(site, edits)


def _proposal(site: Site, edits: list[Edit]) -> Proposal:
    return Proposal(
        kind=KIND,
        title=sentence("Keep a copy in line %(line)s.", line=site.line),
        cost=costs.ONE_TENSOR,
        edits=on(site.program, edits),
    )


def _kept(site: Site) -> list[Edit]:
    """`features.append(out)`."""
    found = [call for call in calls(site.statement) if last_name(call.func) in _KEEPING]
    return [edit for call in found for arg in call.args[-1:] if named(arg.value) for edit in _copy(site, arg.value)]


def _copy(site: Site, node: cst.BaseExpression) -> list[Edit]:
    return suffixed(site.program, node, ".clone()")


def _borrowed(site: Site) -> list[Edit]:
    """`torch.from_numpy(a)`, `x.numpy()`, `x.detach()` and what else shares memory."""
    program, edits = site.program, list[Edit]()
    for call in calls(site.statement):
        end = program.span(call)[1]
        if of_torch(program, call) and last_name(call.func) in _BORROWING:
            edits.append(Edit(end, end, ".clone()"))
        elif last_name(call.func) in ("numpy", "__array__"):
            edits.append(Edit(end, end, ".copy()"))
    return edits


def _state(site: Site) -> list[Edit]:
    """`best = model.state_dict()` and `copy.copy(model)`: deep copies."""
    program, edits = site.program, list[Edit]()
    for call in calls(site.statement):
        start, end = program.span(call)
        if last_name(call.func) == "state_dict" and "deepcopy" not in program.code(site.statement):
            edits += [Edit(start, start, "copy.deepcopy("), Edit(end, end, ")")]
        elif program.code(call.func) == "copy.copy":
            edits.append(Edit(*program.span(call.func), "copy.deepcopy"))
    return [*_imported(program), *edits] if edits else []


def _imported(program: Program) -> list[Edit]:
    """`import copy`, where it is missing, above the first import."""
    lines = [line for line in program.module.body if isinstance(line, cst.SimpleStatementLine)]
    imports = [line for line in lines if any(isinstance(s, (cst.Import, cst.ImportFrom)) for s in line.body)]
    names = [alias.evaluated_name for s in within(program.module, cst.Import) for alias in s.names]
    plain = [line for line in imports if "__future__" not in program.code(line)]
    if "copy" in names or not plain:
        return []
    start = program.line_start(program.lines(plain[0])[0])
    return [Edit(start, start, f"import copy{program.newline}")]


def _lists(site: Site) -> list[Edit]:
    """`[t] * 3` becomes three tensors."""
    program, edits = site.program, list[Edit]()
    for node in within(site.statement, cst.BinaryOperation):
        listed = node.left
        if isinstance(node.operator, cst.Multiply) and isinstance(listed, cst.List) and len(listed.elements) == 1:
            item = listed.elements[0].value
            dot = program.code(item) if named(item) or isinstance(item, cst.Call) else f"({program.code(item)})"
            edits.append(Edit(*program.span(node), f"[{dot}.clone() for _ in range({program.code(node.right)})]"))
    return edits


def _gathered(site: Site) -> list[Edit]:
    """`{name: p.detach() for name, p in …}` and `[p.data for p in …]`."""
    values = [node.value for node in within(site.statement, cst.DictComp)]
    values += [node.elt for node in within(site.statement, cst.ListComp)]
    shared = [
        each for each in values if named(each) or (isinstance(each, cst.Call) and last_name(each.func) in _SHARING)
    ]
    return [edit for each in shared for edit in _copy(site, each)]


def _assigned(site: Site) -> list[Edit]:
    """`identity = x`, `p.data = q.data`, `self.features = out`."""
    statement = site.statement
    if not isinstance(statement, (cst.Assign, cst.Return)) or statement.value is None:
        return []
    if isinstance(statement, cst.Assign) and isinstance(statement.value, cst.Tuple) and len(targets(statement)) > 1:
        return [e for part in statement.value.elements if named(part.value) for e in _copy(site, part.value)]
    if isinstance(statement.value, (cst.Name, cst.Attribute, cst.Subscript, cst.Call)):
        return _copy(site, statement.value)
    return []
