"""Gate: what an answer must be before anything of it is run.

NOTE [Why there is a gate]
The sandbox keeps an answer away from the machine, but the trace of a run is handed in by the process that the answer
ran in. An answer that got hold of the recorder, or of the functions of torch that the recorder calls, could write down
what never happened. So an answer is let in by what it is made of, and not kept out by what is known to be bad: imports,
names of Python, parts of torch, what may be assigned. From that follows what the grading counts on:

- no module is ever a value, so nothing in one can be replaced;
- no class of the program and no class of tensors is ever a value, so `self` is never a tensor, and no tensor gets an
  attribute that hides a method of its own;
- nothing leads to frames, to Python's own insides, or to bytes behind torch's back.

What the given program or the exemplar does, an answer may do as well (`Granted`).
"""

from collections.abc import Iterator

from ...sentence import Sentence, sentence
from .attributes import refused_attributes
from .classes import refused_classes
from .givens import givens, missing
from .granted import Granted
from .imports import refused_imports
from .names import refused_names
from .program import Program, Refusal, same
from .stores import refused_stores
from .syntax import refused_syntax
from .wording import short


def admitted(answer: str, start: str, exemplar: str, *, counted: bool = False) -> Program:
    """An answer that may be run. Raises Refusal, the one of the first line. `counted`: the exercise counts bytes."""
    program = Program.of(answer)
    if _is_empty(program):
        raise Refusal(sentence("The answer does nothing. Begin with the given program and change what is wrong in it."))
    given = _read(start)
    if given is not None and same(program.tree, given.tree):
        raise Refusal(sentence("This is the given program but for spaces and comments. Change what it does."))
    refused = _refused(program, Granted.by(start, exemplar), counted=counted)
    if first := min(refused, key=lambda each: each.line, default=None):
        raise first
    model = _read(exemplar)
    if given is not None and model is not None:
        _keep_givens(program, given, model)
    return program


def _refused(program: Program, granted: Granted, *, counted: bool) -> Iterator[Refusal]:
    yield from refused_syntax(program)
    yield from refused_imports(program, granted)
    yield from refused_names(program, granted)
    yield from refused_attributes(program, granted, counted=counted)
    yield from refused_stores(program, granted)
    yield from refused_classes(program, granted)


def _keep_givens(program: Program, given: Program, model: Program) -> None:
    if lost := missing(program, given, givens(given, model)):
        raise Refusal(
            sentence(
                "The line “%(line)s” of the given program is gone. The answer is checked with other numbers in it: "
                "put it back as it was.",
                line=short(lost),
            )
        )


def _is_empty(program: Program) -> bool:
    """Nothing but imports, texts and numbers."""
    idle = ("Import", "ImportFrom", "Pass")
    return all(type(node).__name__ in idle or _is_constant(node) for node in program.tree.body)


def _is_constant(node: object) -> bool:
    return type(getattr(node, "value", None)).__name__ == "Constant" and type(node).__name__ == "Expr"


def _read(source: str) -> Program | None:
    try:
        return Program.of(source)
    except Refusal:
        return None


def refusal(answer: str, start: str, exemplar: str, *, counted: bool = False) -> Sentence | None:
    """Why an answer may not be run; None where it may."""
    try:
        admitted(answer, start, exemplar, counted=counted)
    except Refusal as refused:
        return refused.sentence
    return None
