"""Hook return: a forward hook returns a changed copy of the output, in place of writing to what the module made."""

from collections.abc import Iterator

import libcst as cst

from ...sentence import sentence
from . import costs
from .case import Case, Proposal, Site, on
from .edits import Edit
from .expressions import base, dotted
from .lines import before, last
from .mutations import mutations
from .program import walk

KIND = "return from the hook"

_FEWEST = 3
"""Parameters of a forward hook: the module, its inputs, its output."""


def find(case: Case) -> Iterator[Proposal]:
    """`output = output.clone()` above the write, and `return output` as the last line of the hook."""
    for site in case.writes:
        function = site.program.function(site.statement)
        if not isinstance(function, cst.FunctionDef) or not _may_be_hook(function):
            continue
        output = function.params.params[-1].name.value
        if edits := _edits(site, function, output):
            yield Proposal(
                kind=KIND,
                title=sentence(
                    "Copy %(name)s before line %(line)s, and return the copy from the hook.",
                    name=output,
                    line=site.line,
                ),
                cost=costs.ONE_TENSOR,
                edits=on(site.program, edits),
            )


def _may_be_hook(function: cst.FunctionDef) -> bool:
    """Whether a function takes what torch hands to a forward hook, and returns nothing yet."""
    names = [param.name.value for param in function.params.params]
    given = names[1:] if names[:1] == ["self"] else names
    return len(given) >= _FEWEST and not any(isinstance(node, (cst.Return, cst.Yield)) for node in walk(function))


def _edits(site: Site, function: cst.FunctionDef, output: str) -> list[Edit]:
    written = {dotted(site.program, base(m.target)) for m in mutations(site.program, site.statement, site.op)}
    if written != {output} or not isinstance(function.body, cst.IndentedBlock):
        return []
    above = before(site.program, site.statement, f"{output} = {output}.clone()")
    below = last(site.program, function.body, f"return {output}")
    return [above, below] if above and below else []
