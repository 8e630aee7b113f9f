"""Views: a part that came from split, chunk, unbind or a loop over rows is written through its base, or copied."""

from collections.abc import Iterator

import libcst as cst

from ...sentence import sentence
from . import costs
from .blocks import meet
from .case import Case, Proposal, Site, on
from .edits import Edit
from .expressions import base, dotted, last_name, suffixed, targets, value
from .functional import statement_edits
from .lines import after, move_below
from .mutations import mutations
from .program import Program, walk

KIND = "write through the base"


def find(case: Case) -> Iterator[Proposal]:
    """Rows of a loop by their index; views made anew after the write; views as copies where they are made."""
    for site in case.refused:
        yield from _rows(site)
    yield from _made_later(case)
    for site in case.sites(case.diagnosis.made):
        if not isinstance(site.statement, cst.Expr):
            yield from _copied(site)


def _rows(site: Site) -> Iterator[Proposal]:
    """`for row in x: row *= 2` becomes `for i in range(len(x)): x[i] *= 2`."""
    program = site.program
    for mutation in mutations(program, site.statement, site.op):
        name = dotted(program, base(mutation.target))
        for loop in program.loops(site.statement):
            index = f"{name}_index"
            if isinstance(loop, cst.For) and index not in program.words and (of := _row(program, loop, name, index)):
                head, row = of
                edits = [Edit(*program.span(node), row) for node in walk(loop.body) if _is_name(program, node, name)]
                yield Proposal(
                    kind=KIND,
                    title=sentence("Write to one row of the base at a time in line %(lines)s.", lines=site.line),
                    cost=costs.NOTHING,
                    edits=on(program, [head, *edits]),
                )


def _row(program: Program, loop: cst.For, name: str, index: str) -> tuple[Edit, str] | None:
    """The head of a loop that counts, and the row that it has come to."""
    start, end = program.span(loop.target)[0], program.span(loop.iter)[1]
    names = [dotted(program, leaf) for leaf in targets(loop)]
    if names == [name]:
        over, dim = _iterated(program, loop.iter)
        row = f"{over}[{':, ' * dim}{index}]"
        return (Edit(start, end, f"{index} in range({over}.shape[{dim}])"), row) if over else None
    if name not in names or not isinstance(loop.iter, cst.Call) or not isinstance(loop.iter.func, cst.Name):
        return None
    skipped = {"zip": 0, "enumerate": 1}.get(loop.iter.func.value)
    at = names.index(name) - (skipped or 0)
    arg = loop.iter.args[at] if skipped is not None and 0 <= at < len(loop.iter.args) else None
    over = dotted(program, arg.value) if arg is not None else ""
    own = f"{index}, ({program.code(loop.target)}) in enumerate({program.code(loop.iter)})"
    return (Edit(start, end, own), f"{over}[{index}]") if over else None


def _iterated(program: Program, over: cst.BaseExpression) -> tuple[str, int]:
    """The tensor that a loop goes along, and the dimension: `x` and `x.unbind(1)`."""
    if isinstance(over, cst.Call) and isinstance(over.func, cst.Attribute) and last_name(over.func) == "unbind":
        dim = program.code(over.args[0].value) if over.args else "0"
        return (dotted(program, over.func.value), int(dim)) if dim in ("0", "1", "2", "3") else ("", 0)
    return dotted(program, over), 0


def _is_name(program: Program, node: cst.CSTNode, name: str) -> bool:
    parent = program.parents.get(node)
    if not isinstance(node, cst.Name) or node.value != name:
        return False
    named = isinstance(parent, cst.Attribute) and parent.attr is node
    return not named and not (isinstance(parent, cst.Arg) and parent.keyword is node)


def _made_later(case: Case) -> Iterator[Proposal]:
    """The views are made once the base has been written, or made anew."""
    for made in case.diagnosis.made if case.diagnosis.code == "IL104" else ():
        for write in case.diagnosis.overwritten:
            met = meet(case, made, write)
            if met is None:
                continue
            program, view, writing = met
            for edits in (move_below(program, view, writing), [after(program, writing, program.code(view))]):
                if edits and isinstance(view, cst.Assign):
                    yield Proposal(
                        kind="make the view later",
                        title=sentence("Make the view of line %(line)s after the write.", line=program.lines(view)[0]),
                        cost=costs.NOTHING,
                        edits=on(program, [edit for edit in edits if edit is not None]),
                    )
            yield from _again(program, view, case.sites([write]))


def _again(program: Program, view: cst.CSTNode, writes: list[Site]) -> Iterator[Proposal]:
    """The same line once more below each write, however deep in loops it is; and the write out of place."""
    sites = [site for site in writes if site.program is program]
    below = [edit for site in sites if (edit := after(program, site.statement, program.code(view)))]
    written = [edit for site in sites for edit in _out_of_place(site)]
    if not isinstance(view, cst.Assign) or not below:
        return
    for edits, cost in ((below, costs.NOTHING), ([*written, *below], costs.EACH_PASS)):
        yield Proposal(
            kind="make the view later",
            title=sentence("Make the view of line %(line)s anew after the write.", line=program.lines(view)[0]),
            cost=cost,
            edits=on(program, edits),
        )


def _out_of_place(site: Site) -> list[Edit]:
    found = mutations(site.program, site.statement, site.op)
    return [edit for m in found for edit in statement_edits(site.program, site.statement, m) or []]


def _copied(site: Site) -> Iterator[Proposal]:
    """What makes the view makes copies instead."""
    program, made = site.program, value(site.statement)
    if made is None:
        return
    many = len(targets(site.statement)) > 1
    if many and isinstance(made, (cst.Tuple, cst.List)):
        edits = [edit for part in made.elements for edit in suffixed(program, part.value, ".clone()")]
    elif many and isinstance(made, cst.Call):
        start, end = program.span(made)
        edits = [Edit(start, start, "(part.clone() for part in "), Edit(end, end, ")")]
    elif isinstance(made, cst.Call) and last_name(made.func) in ("clone", "__init__"):
        return
    else:
        edits = suffixed(program, made, ".clone()")
    yield Proposal(
        kind="copy the view",
        title=sentence("Copy the view where it is made, in line %(line)s.", line=site.line),
        cost=costs.ONE_TENSOR,
        edits=on(program, edits),
    )
