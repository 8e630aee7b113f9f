"""Parameter copies: a forward is computed with copies of the parameters, which no optimizer writes to.

It is the clone at the save for what a module keeps of itself: no line of the program names that tensor, so none could
clone it. Gradients flow through the copies to the parameters.
"""

from collections.abc import Iterator

import libcst as cst

from ...sentence import sentence
from . import costs
from .case import Case, Proposal, Site, on
from .edits import Edit
from .expressions import calls, dotted, last_name, of_torch
from .program import Program, within

KIND = "copies of the parameters"


def find(case: Case) -> Iterator[Proposal]:
    """The calls of the modules whose parameters were kept: the widest ones first, then every call of them."""
    if case.diagnosis.code not in ("IL006", "IL007", "IL009", "IL013"):
        return
    levels = [sites for place in case.diagnosis.saved for sites in case.stack(place)]
    words = {word for name in case.names(case.diagnosis.saved) for word in name.split(".")[:-1]} - {"self"}
    found = [(site, call) for sites in levels for site in sites for call in _modules(site, words)]
    for chosen in (found[:1], found[-1:]):
        for site, call in chosen:
            function = site.program.function(site.statement)
            same = [other for other in within(function, cst.Call) if _called(site, other) == _called(site, call)]
            yield from _proposal(site, [other for other in calls(site.statement) if other in same])
            yield from _proposal(site, same)


def _called(site: Site, call: cst.Call) -> str:
    return dotted(site.program, call.func)


def _modules(site: Site, words: set[str]) -> list[cst.Call]:
    """The calls of a statement that are named like what the parameter belongs to."""
    found = [call for call in calls(site.statement) if not of_torch(site.program, call) and _called(site, call)]
    return [call for call in found if last_name(call.func) in words and not any(arg.star for arg in call.args)]


def _proposal(site: Site, chosen: list[cst.Call]) -> Iterator[Proposal]:
    program = site.program
    if "torch" in program.words and chosen:
        yield Proposal(
            kind=KIND,
            title=sentence(
                "Compute with copies of the parameters in line %(lines)s.",
                lines=", ".join(map(str, sorted({program.lines(call)[0] for call in chosen}))),
            ),
            cost=costs.PARAMETERS,
            edits=on(program, [edit for call in chosen for edit in _functional(program, call)]),
        )


def _functional(program: Program, call: cst.Call) -> Iterator[Edit]:
    """`net(x)` becomes `torch.func.functional_call(net, {…}, (x,))`."""
    module = dotted(program, call.func)
    copies = f"{{name: p.clone() for name, p in {module}.named_parameters()}}"
    plain = [arg for arg in call.args if arg.keyword is None]
    named = [arg for arg in call.args if arg.keyword is not None]
    (start, end), inside = program.span(call), program.span(call.func)[1]
    yield Edit(start, inside, f"torch.func.functional_call({module}, {copies}, ")
    first = program.text.index("(", inside)
    yield Edit(inside, first, "")
    if not named:
        comma = (
            "" if not plain or program.text[program.span(plain[-1].value)[1] : end].lstrip().startswith(",") else ","
        )
        yield Edit(end, end, ")") if len(plain) != 1 else Edit(end - 1, end, f"{comma}))")
        return
    stop = program.span(plain[-1].value)[1] if plain else first + 1
    texts = [f'"{arg.keyword.value}": {program.code(arg.value)}' for arg in named if arg.keyword is not None]
    yield Edit(stop, end, f"{',' if plain else ''}), {{{', '.join(texts)}}})")
