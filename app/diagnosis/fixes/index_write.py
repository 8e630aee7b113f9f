"""Index writes as functions: what `x[mask] = v` does, as an expression that leaves x as it was saved."""

from collections.abc import Iterator

import libcst as cst

from ...sentence import sentence
from . import costs
from .case import Case, Proposal, Site, numbers, on
from .edits import Edit
from .expressions import atomic, dotted
from .mutations import Mutation, mutations, operator
from .program import Program

KIND = "index write as a function"

_COMPARED = (cst.Comparison, cst.UnaryOperation, cst.BinaryOperation, cst.Name, cst.Attribute, cst.Call)


def find(case: Case) -> Iterator[Proposal]:
    """Each way to say it for all writes at once."""
    for way in (_masked, _scattered, _put):
        changed = [(site, edit) for site in case.refused if (edit := _edit(site, way))]
        if changed:
            sites = [site for site, _ in changed]
            yield Proposal(
                kind=KIND,
                title=sentence(
                    "Build a new tensor instead of writing into one in line %(lines)s.", lines=numbers(sites)
                ),
                cost=costs.ONE_TENSOR if len(sites) == 1 else costs.EACH_TENSOR,
                edits=tuple(pair for site, edit in changed for pair in on(site.program, [edit])),
            )


def _edit(site: Site, way: "type | object") -> Edit | None:
    found = mutations(site.program, site.statement, site.op)
    if len(found) != 1 or not isinstance(found[0].target, cst.Subscript) or not callable(way):
        return None
    (mutation,) = found
    name, new = dotted(site.program, found[0].target.value), _new_value(site, mutation)
    right = way(site.program, name, found[0].target, new) if name and new else None
    return Edit(*site.program.span(site.statement), f"{name} = {right}") if right else None


def _new_value(site: Site, mutation: Mutation) -> str:
    """What the part of the tensor becomes."""
    program, statement = site.program, site.statement
    part = program.code(mutation.target)
    if isinstance(statement, cst.Assign) and len(statement.targets) == 1 and mutation.form == "store":
        return program.code(statement.value)
    if isinstance(statement, cst.AugAssign):
        return f"{part} {operator(program, statement)} {bracketed(program, statement.value)}"
    if isinstance(statement, cst.Expr) and mutation.node is statement.value and mutation.form == "method":
        return _method(program, statement.value, part)
    return ""


def _method(program: Program, call: cst.BaseExpression, part: str) -> str:
    if not isinstance(call, cst.Call) or not isinstance(call.func, cst.Attribute):
        return ""
    name = call.func.attr.value
    inside = ", ".join(program.code(arg.value) for arg in call.args)
    if name in ("zero_", "fill_", "copy_"):
        return inside or "0"
    return f"{part}.{name[:-1]}({inside})"


def bracketed(program: Program, node: cst.BaseExpression) -> str:
    """An expression that any operator may stand before."""
    return program.code(node) if atomic(node) else f"({program.code(node)})"


def _masked(program: Program, name: str, target: cst.Subscript, new: str) -> str | None:
    """One mask: masked_fill for a number, where for a tensor."""
    index = _elements(target)
    if len(index) != 1 or not isinstance(index[0], cst.Index) or not isinstance(index[0].value, _COMPARED):
        return None
    mask = program.code(index[0].value)
    if _is_number(new):
        return f"{name}.masked_fill({mask}, {new})"
    whole = new.replace(f"[{mask}]", "") if f"[{mask}]" in new else new
    return f"torch.where({mask}, {whole}, {name})"


def _scattered(program: Program, name: str, target: cst.Subscript, new: str) -> str | None:
    """One index or one slice among full slices."""
    index = _elements(target)
    partial = [(at, part) for at, part in enumerate(index) if not _full(part)]
    if len(partial) != 1:
        return None
    at, part = partial[0]
    dim = at - len(index) if any(_ellipsis(other) for other in index[:at]) else at
    source = f"torch.full_like({program.code(target)}, {new})" if _is_number(new) else new
    if isinstance(part, cst.Index):
        return f"{name}.select_scatter({source}, {dim}, {program.code(part.value)})"
    if isinstance(part, cst.Slice) and part.step is None:
        ends = [program.code(end) if end is not None else "None" for end in (part.lower, part.upper)]
        return f"{name}.slice_scatter({source}, {dim}, {', '.join(ends)})"
    return None


def _put(program: Program, name: str, target: cst.Subscript, new: str) -> str | None:
    """Any number of indices without slices."""
    index = _elements(target)
    if not all(isinstance(part, cst.Index) and not _ellipsis(part) for part in index):
        return None
    parts = [f"torch.as_tensor({program.code(part.value)})" for part in index if isinstance(part, cst.Index)]
    return f"{name}.index_put(({', '.join(parts)},), torch.as_tensor({new}, dtype={name}.dtype))"


def _elements(target: cst.Subscript) -> list[cst.BaseSlice]:
    return [element.slice for element in target.slice]


def _ellipsis(part: cst.BaseSlice) -> bool:
    return isinstance(part, cst.Index) and isinstance(part.value, cst.Ellipsis)


def _full(part: cst.BaseSlice) -> bool:
    return _ellipsis(part) or (isinstance(part, cst.Slice) and not (part.lower or part.upper or part.step))


def _is_number(text: str) -> bool:
    try:
        float(text.replace('float("', "").replace("float('", "").rstrip("\"')") or "x")
    except ValueError:
        return text in ("True", "False", "torch.inf", "-torch.inf", "math.inf", "-math.inf")
    return True
