"""Constructor flag: `inplace=False` where the module is made."""

from collections.abc import Iterator

import libcst as cst

from ...sentence import sentence
from . import costs
from .case import Case, Proposal, Site, on
from .edits import Edit
from .expressions import calls, dotted, last_name, targets
from .mutations import mutations
from .program import Program, walk

KIND = "inplace=False"

FLAG_AT = {
    **dict.fromkeys(("ReLU", "ReLU6", "SiLU", "Mish", "Hardswish", "Hardsigmoid", "SELU"), 0),
    **dict.fromkeys(("LeakyReLU", "ELU", "CELU", "Dropout", "Dropout1d", "Dropout2d", "Dropout3d"), 1),
    **dict.fromkeys(("AlphaDropout", "FeatureAlphaDropout"), 1),
    **dict.fromkeys(("Hardtanh", "Threshold", "RReLU"), 2),
}
"""Where `inplace` stands among the arguments of a module's constructor."""

_ALIKE = {"hardtanh": ("relu6", "hardtanh"), "dropout": ("dropout", "featuredropout"), "relu": ("relu",)}

MOST_FILES = 20


def find(case: Case) -> Iterator[Proposal]:
    """The modules that the writing lines call, those of the writing class, and all."""
    flags = [pair for program in programs(case, "True") for pair in _flags(program)]
    called = [pair for pair in flags if _called(case, *pair)]
    alike = [pair for pair in flags if _alike(case, pair[1])]
    unseen = not any(_tells(site) for site in case.writes)
    for chosen in (called, alike, flags if unseen else []):
        if chosen:
            yield _proposal(chosen)


def _tells(site: Site) -> bool:
    """Whether a line says itself what it writes: then no module did it."""
    found = [call for call in calls(site.statement) if last_name(call.func) in ("step", "zero_grad")]
    return bool(found or mutations(site.program, site.statement, site.op))


def programs(case: Case, *words: str) -> list[Program]:
    """The files that hold one of these words, those that the diagnosis names first."""
    names = [name for name, text in case.sources.items() if any(word in text for word in words)]
    first = {place.file for place in (*case.diagnosis.overwritten, *case.diagnosis.saved)}
    chosen = sorted(names, key=lambda name: name not in first)[:MOST_FILES]
    return [program for name in chosen if (program := case.program(name))]


def _proposal(chosen: list[tuple[Program, cst.BaseExpression]]) -> Proposal:
    lines = sorted({program.lines(flag)[0] for program, flag in chosen})
    return Proposal(
        kind=KIND,
        title=sentence("Make the module with inplace=False in line %(lines)s.", lines=", ".join(map(str, lines))),
        cost=costs.ONE_TENSOR if len(lines) == 1 else costs.EACH_TENSOR,
        edits=tuple(pair for program, flag in chosen for pair in on(program, [Edit(*program.span(flag), "False")])),
    )


def _flags(program: Program) -> Iterator[tuple[Program, cst.BaseExpression]]:
    """Every `True` that makes a module write in place."""
    for node in walk(program.module):
        found: cst.BaseExpression | None = None
        if isinstance(node, cst.Call):
            found = _of_call(node)
        elif isinstance(node, cst.Param) and node.name.value in ("inplace", "in_place"):
            found = node.default
        elif isinstance(node, cst.DictElement) and program.code(node.key).strip("\"'") == "inplace":
            found = node.value
        if isinstance(found, cst.Name) and found.value == "True":
            yield program, found


def _of_call(call: cst.Call) -> cst.BaseExpression | None:
    for arg in call.args:
        if arg.keyword is not None and arg.keyword.value in ("inplace", "in_place"):
            return arg.value
    at = FLAG_AT.get(last_name(call.func), len(call.args))
    return next((arg.value for arg in call.args[at : at + 1] if arg.keyword is None and not arg.star), None)


def _alike(case: Case, flag: cst.BaseExpression) -> bool:
    """Whether a flag belongs to the class whose operator wrote."""
    words = {place.op.rpartition("::")[2].strip("_").replace("_", "") for place in case.diagnosis.overwritten}
    classes = {word for op in words for word in _ALIKE.get(op, (op,))}
    for program in programs(case, "True"):
        call = program.enclosing(flag, cst.Call)
        if call is not None:
            return last_name(call.func).lower() in classes
    return False


def _called(case: Case, program: Program, flag: cst.BaseExpression) -> bool:
    """Whether the module that a flag belongs to is kept under a name that a writing line calls."""
    line = next((s for s in program.up(flag) if isinstance(s, (cst.Assign, cst.AnnAssign))), None)
    if line is None:
        return False
    kept = {_short(dotted(program, target)) for target in targets(line)}
    places = case.diagnosis.overwritten
    sites = [*case.writes, *case.callers(places)]
    names = {_short(dotted(site.program, call.func)) for site in sites for call in calls(site.statement)}
    names |= {
        _short(dotted(s.program, loop.iter))
        for s in sites
        for loop in s.program.loops(s.statement)
        if isinstance(loop, cst.For)
    }
    return bool((kept & names) - {""})


def _short(name: str) -> str:
    return name.rpartition(".")[2]
