"""Counted: index writes and sums that do not mean what they say, said so that they do."""

from collections.abc import Iterator

import libcst as cst

from ...sentence import sentence
from . import costs
from .case import Case, Proposal, Site, on
from .edits import Edit, apply
from .expressions import dotted
from .functional import expression
from .index_write import bracketed
from .lines import before
from .mutations import mutations

KIND = "say what is meant"


def find(case: Case) -> Iterator[Proposal]:
    """Duplicate indices added up, masks written through, losses added as numbers, integers made floats."""
    for site in case.refused or case.all:
        yield from _duplicates(site)
        yield from _mask(site)
        yield from _sum(case, site)
        yield from _converted(case, site)


def _duplicates(site: Site) -> Iterator[Proposal]:
    """`x[idx] += v` writes each element once; index_add_ and index_put_ with accumulate add up."""
    program, statement = site.program, site.statement
    if not isinstance(statement, cst.AugAssign) or not isinstance(statement.target, cst.Subscript):
        return
    if not isinstance(statement.operator, (cst.AddAssign, cst.SubtractAssign)) or len(statement.target.slice) > 3:
        return
    name, index = program.code(statement.target.value), [element.slice for element in statement.target.slice]
    if not all(isinstance(part, cst.Index) for part in index):
        return
    parts = ", ".join(program.code(part) for part in index)
    new = bracketed(program, statement.value)
    added = f"-{new}" if isinstance(statement.operator, cst.SubtractAssign) else program.code(statement.value)
    put = f"{name}.index_put_(({parts},), torch.as_tensor({added}, dtype={name}.dtype), accumulate=True)"
    yield _proposal(site, [Edit(*program.span(statement), put)])
    if len(index) == 1:
        yield _proposal(site, [Edit(*program.span(statement), f"{name}.index_add_(0, {parts}, {added})")])


def _mask(site: Site) -> Iterator[Proposal]:
    """`x[mask].zero_()` writes to a copy; `x[mask] = 0` writes to x."""
    program, statement = site.program, site.statement
    call = statement.value if isinstance(statement, cst.Expr) else None
    if not isinstance(call, cst.Call) or not isinstance(call.func, cst.Attribute):
        return
    part, name = call.func.value, call.func.attr.value
    if isinstance(part, cst.Subscript) and name.endswith("_"):
        inside = ", ".join(program.code(arg) for arg in call.args)
        plain = name in ("zero_", "fill_", "copy_")
        new = (inside or "0") if plain else f"{program.code(part)}.{name[:-1]}({inside})"
        yield _proposal(site, [Edit(*program.span(statement), f"{program.code(part)} = {new}")])


def _sum(case: Case, site: Site) -> Iterator[Proposal]:
    """`total += loss` keeps every graph; `total += loss.item()` keeps a number."""
    program, statement = site.program, site.statement
    if case.diagnosis.code != "IL227":
        return
    added: cst.BaseExpression | None = None
    if isinstance(statement, cst.AugAssign):
        added = statement.value
    elif isinstance(statement, cst.Assign) and isinstance(statement.value, cst.BinaryOperation):
        added = statement.value.right
    elif isinstance(statement, cst.Expr) and isinstance(statement.value, cst.Call) and statement.value.args:
        added = statement.value.args[-1].value
    if added is not None:
        start, end = program.span(added)
        bare = bracketed(program, added)
        for suffix in (".item()", ".detach()"):
            yield _proposal(site, [Edit(start, end, bare + suffix)])


def _converted(case: Case, site: Site) -> Iterator[Proposal]:
    """A write of floats into integers: the tensor is made one of floats first."""
    if case.diagnosis.code not in ("IL113", "IL223"):
        return
    for mutated in (getattr(site.statement, "target", None), *_stored(site.statement)):
        target = mutated.value if isinstance(mutated, cst.Subscript) else mutated
        name = dotted(site.program, target) if target is not None else ""
        if name and (above := before(site.program, site.statement, f"{name} = {name}.float()")):
            yield _proposal(site, [above])
        if name and isinstance(site.statement, cst.AugAssign) and isinstance(target, cst.Name):
            (edits,) = [expression(site.program, m) for m in mutations(site.program, site.statement)]
            start, end = site.program.span(site.statement.target)[1], site.program.span(site.statement)[1]
            made = apply(site.program.text, edits) or ""
            new = made[start : end + len(made) - len(site.program.text)].removeprefix(" = ")
            yield _proposal(site, [Edit(start, end, f" = ({new}).to({name}.dtype)")])


def _stored(statement: cst.CSTNode) -> list[cst.BaseExpression]:
    if isinstance(statement, cst.Assign):
        return [target.target for target in statement.targets]
    if isinstance(statement, cst.Expr) and isinstance(statement.value, cst.Call):
        func = statement.value.func
        return [func.value] if isinstance(func, cst.Attribute) else []
    return []


def _proposal(site: Site, edits: list[Edit]) -> Proposal:
    return Proposal(
        kind=KIND,
        title=sentence("Say in line %(line)s what is meant.", line=site.line),
        cost=costs.NOTHING,
        edits=on(site.program, edits),
    )
