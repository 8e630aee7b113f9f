"""Stack rows: a loop collects its results in a list, and makes one tensor of them at the end.

A buffer that is filled row by row has one version counter: row 2 is written, and backward refuses row 1.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from ...sentence import sentence
from . import costs
from .case import Case, Proposal, on
from .edits import Edit
from .expressions import dotted
from .lines import after, before
from .mutations import mutations, operator
from .program import Program, walk

KIND = "stack rows"


@dataclass(frozen=True)
class Buffer:
    """A tensor that a loop fills along one or two of its dimensions."""

    program: Program
    loop: cst.For | cst.While
    name: str
    rows: str
    dim: int
    depth: int


def find(case: Case) -> Iterator[Proposal]:
    """For each buffer that a writing line fills: one dimension, then two where two indices are written."""
    seen: set[tuple[int, str]] = set()
    for site in case.writes:
        for mutation in mutations(site.program, site.statement, site.op):
            buffer = _buffer(site.program, site.statement, mutation.target)
            if buffer is not None and (id(buffer.loop), buffer.name) not in seen:
                seen.add((id(buffer.loop), buffer.name))
                yield from _proposal(buffer)


def _buffer(program: Program, statement: cst.CSTNode, target: cst.BaseExpression) -> Buffer | None:
    name, indices = _chain(program, target)
    loops = program.loops(statement)
    at = [i for i, part in enumerate(indices) if not _full(part)]
    if not loops or not name or not at or len(at) > 2 or not all(isinstance(indices[i], cst.Index) for i in at):
        return None
    rows = name.rpartition(".")[2] + "_rows"
    if rows in program.words or (len(at) == 2 and at != [0, 1]):
        return None
    if any(isinstance(part, cst.Index) and isinstance(part.value, cst.Ellipsis) for part in indices[: at[0]]):
        return None
    return Buffer(program, _outermost(program, loops, name), name, rows, at[0], len(at))


def _outermost(program: Program, loops: list[cst.For | cst.While], name: str) -> cst.For | cst.While:
    """The widest loop that the buffer is not made anew in."""
    chosen = loops[0]
    for loop in loops[1:]:
        if any(dotted(program, t.target) == name for n in walk(loop) if isinstance(n, cst.Assign) for t in n.targets):
            break
        chosen = loop
    return chosen


def _chain(program: Program, node: cst.BaseExpression) -> tuple[str, list[cst.BaseSlice]]:
    """`buf` and its indices, of `buf[i, j]` and of `buf[i][j]`."""
    indices: list[cst.BaseSlice] = []
    while isinstance(node, cst.Subscript):
        indices = [element.slice for element in node.slice] + indices
        node = node.value
    return dotted(program, node), indices


def _full(part: cst.BaseSlice) -> bool:
    if isinstance(part, cst.Index):
        return isinstance(part.value, cst.Ellipsis)
    return isinstance(part, cst.Slice) and not (part.lower or part.upper or part.step)


def _proposal(buffer: Buffer) -> Iterator[Proposal]:
    program, loop = buffer.program, buffer.loop
    above = before(program, loop, f"{buffer.rows} = {_split(buffer)}")
    below = after(program, loop, f"{buffer.name} = {_joined(buffer)}")
    if above is None or below is None:
        return
    inside = list(_inside(buffer))
    yield Proposal(
        kind=KIND,
        title=sentence("Collect the rows of %(name)s in a list, and stack them after the loop.", name=buffer.name),
        cost=costs.ROWS,
        edits=on(program, [above, *inside, below]),
    )


def _split(buffer: Buffer) -> str:
    if buffer.depth == 2:
        return f"[list(row.unbind()) for row in {buffer.name}.unbind()]"
    return f"list({buffer.name}.unbind({buffer.dim or ''}))"


def _joined(buffer: Buffer) -> str:
    if buffer.depth == 2:
        return f"torch.stack([torch.stack(row) for row in {buffer.rows}])"
    return f"torch.stack({buffer.rows}{f', {buffer.dim}' if buffer.dim else ''})"


def _inside(buffer: Buffer) -> Iterator[Edit]:
    """The edits of every mention of the buffer in the loop."""
    program, skipped = buffer.program, set[int]()
    for node in walk(buffer.loop.body):
        if id(node) in skipped:
            continue
        if isinstance(node, cst.AugAssign) and (row := _row(buffer, node.target)):
            skipped |= {id(below) for below in walk(node.target)}
            op, value = operator(program, node), program.span(node.value)
            yield Edit(program.span(node.target)[0], value[0], f"{row} = {row} {op} (")
            yield Edit(value[1], value[1], ")")
        elif isinstance(node, (cst.Subscript, cst.Name, cst.Attribute)):
            text = _row(buffer, node) if isinstance(node, cst.Subscript) else _everything(buffer, node)
            if text:
                skipped |= {id(below) for below in walk(node)}
                yield Edit(*program.span(node), text)


def _row(buffer: Buffer, node: cst.BaseExpression) -> str:
    """`buf_rows[t]` for `buf[:, t]`; empty where the index is another one."""
    name, indices = _chain(buffer.program, node)
    if name != buffer.name or len(indices) <= buffer.dim:
        return ""
    own = indices[buffer.dim : buffer.dim + buffer.depth]
    others = [part for part in indices if part not in own]
    if len(own) < buffer.depth or not all(isinstance(part, cst.Index) and not _full(part) for part in own):
        return ""
    if not all(_full(part) for part in indices[: buffer.dim]):
        return ""
    texts = [buffer.program.code(part.value) for part in own if isinstance(part, cst.Index)]
    rest = "" if all(_full(part) for part in others) else f"[{', '.join(_text(buffer, part) for part in others)}]"
    return buffer.rows + "".join(f"[{text}]" for text in texts) + rest


def _text(buffer: Buffer, part: cst.BaseSlice) -> str:
    return buffer.program.code(part)


def _everything(buffer: Buffer, node: cst.BaseExpression) -> str:
    """The whole buffer, where the loop reads it as one tensor."""
    parent = buffer.program.parents.get(node)
    if dotted(buffer.program, node) != buffer.name or isinstance(parent, (cst.AssignTarget, cst.Param)):
        return ""
    if isinstance(parent, cst.Attribute) and parent.attr is node:
        return ""
    if isinstance(parent, cst.Arg) and parent.keyword is node:
        return ""
    return _joined(buffer)
