"""Fine: why the in-place operations of a program that runs well do no harm. Facts of its run, as everywhere."""

from collections.abc import Iterator

from ..sentence import Sentence, sentence
from ..trace import Step, Trace
from .facts.evidence import Evidence
from .telling.places import lines, place

MOST = 8
"""Lines that are spoken of one by one."""


def fine(trace: Trace) -> tuple[Sentence, ...]:
    """For each kind of reason, the lines that wrote in place and why that was all right."""
    evidence = Evidence(trace)
    kept: dict[str | None, list[int]] = {}
    for each in evidence.kept:
        kept.setdefault(each.save.storage, []).append(each.step.index)
    reasons: dict[str, list[Step]] = {}
    for step in _writers(evidence):
        reasons.setdefault(_reason(kept, step), []).append(step)
    if not reasons:
        return (sentence("Nothing was written in place."),)
    return tuple(_say(reason, steps) for reason, steps in reasons.items())


def _writers(evidence: Evidence) -> Iterator[Step]:
    """The steps of the program itself that wrote into a storage that was there before."""
    for step in evidence.steps:
        if step.phase == "setup" or step.node is not None or step.failed:
            continue
        if any(_was_there(evidence, write.storage, step) for write in step.writes):
            yield step


def _was_there(evidence: Evidence, storage: str | None, step: Step) -> bool:
    found = evidence.storages.get(storage or "")
    return found is not None and found.born < step.index


def _reason(kept: dict[str | None, list[int]], step: Step) -> str:
    """Why a write did no harm. `kept` has the steps that kept something, by its storage, in order.

    Since nothing is wrong, what had been kept before was used by then, or no backward pass came for it.
    """
    if step.phase == "optimizer":
        return "optimizer"
    keepers = [kept[write.storage] for write in step.writes if write.storage in kept]
    if any(steps[0] < step.index for steps in keepers):
        return "used before"
    return "kept afterwards" if keepers else "kept by nobody"


def _say(reason: str, steps: list[Step]) -> Sentence:
    told = lines(place(step) for step in steps[:MOST])
    if reason == "optimizer":
        return sentence("Line %(lines)s: the optimizer wrote the parameters after backward had used them.", lines=told)
    if reason == "used before":
        return sentence(
            "Line %(lines)s wrote what autograd had kept before, and no backward pass needed it any more.", lines=told
        )
    if reason == "kept afterwards":
        return sentence(
            "Line %(lines)s wrote before autograd kept anything there: what it kept is the new content.", lines=told
        )
    return sentence("Line %(lines)s wrote into memory that autograd never kept.", lines=told)
