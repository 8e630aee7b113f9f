"""Diagnose: every rule is asked what it finds in a trace."""

from collections.abc import Iterator

from ..sentence import sentence
from ..trace import Trace
from .facts.caught import until_caught
from .facts.evidence import Evidence
from .model import Diagnosis
from .rules import ERRORS, HAZARDS


def diagnose(trace: Trace, oracle: Trace | None = None) -> tuple[Diagnosis, ...]:
    """What the trace means, the most certain first.

    `oracle` is the trace of a run in which every tensor was copied when it was saved; with it, what is wrong in silence
    is told with its numbers. A program ends with one exception, so the first rule that knows it speaks for it.
    """
    evidence = Evidence(trace, oracle)
    if (error := _error(evidence)) is not None:
        return (error,)
    caught = next((found for each in until_caught(trace) if (found := _error(Evidence(each))) is not None), None)
    if caught is not None:
        said = sentence("The program caught the exception and went on.")
        words = {"sentences": (*caught.sentences, said), "explanation": f"{caught.explanation} {said}"}
        return (caught.model_copy(update=words),)
    return tuple(sorted(_hazards(evidence), key=lambda diagnosis: not diagnosis.certain))


def _error(evidence: Evidence) -> Diagnosis | None:
    """What the exception means: the first rule that knows it speaks for it."""
    return next((diagnosis for rule in ERRORS for diagnosis in rule.find(evidence)), None)


def _hazards(evidence: Evidence) -> Iterator[Diagnosis]:
    """What is wrong without an exception. A line that one rule has named is not named by a later one."""
    named: set[tuple[str, int | None]] = set()
    for rule in HAZARDS:
        for diagnosis in rule.find(evidence):
            places = {(place.file, place.line) for place in diagnosis.overwritten or diagnosis.saved}
            if not places <= named or not places:
                named |= places
                yield diagnosis
