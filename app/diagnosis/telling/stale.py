"""Stale: the story of a saved tensor that backward refused, told the same way by every rule that it falls to."""

from collections.abc import Iterator

from ...sentence import Sentence, sentence
from ..facts.evidence import Complaint, Evidence
from ..facts.kept import Kept
from ..model import Diagnosis
from .places import call, lines, overwritten, raised, saved


def stale(evidence: Evidence, code: str, title: str, *reasons: Sentence) -> Iterator[Diagnosis]:
    """The diagnosis of the stale save that backward met; `reasons` say what is special about it.

    Nothing where torch complained of none.
    """
    kept, complaint = evidence.met, evidence.complaint
    if kept is None or complaint is None:
        return
    writes = overwritten(kept.counted or kept.writes)
    said = (*_story(kept, complaint, lines(writes, saved(kept).file), _operations(kept)), *reasons, *_others(evidence))
    yield Diagnosis(
        code=code,
        title=title,
        explanation=" ".join(str(each) for each in said),
        sentences=said,
        saved=(saved(kept),),
        overwritten=writes,
        raised=raised(evidence.failed, evidence.trace.failure),
        also=tuple({(p.file, p.line): p for p in map(saved, evidence.also_stale)}.values()),
        name=kept.names[0] if kept.names else "",
        needed=complaint.needed,
        found=complaint.found,
        certain=True,
    )


def _story(kept: Kept, complaint: Complaint, where: str, operations: str) -> Iterator[Sentence]:
    line, op, version = kept.line or "?", kept.op, complaint.needed
    if kept.names:
        name = kept.names[0]
        yield sentence(
            "Line %(line)s (%(op)s) kept %(name)s at version %(version)s.", line=line, op=op, name=name, version=version
        )
    elif kept.save.slot.startswith("result"):
        yield sentence(
            "Line %(line)s (%(op)s) kept its result at version %(version)s.", line=line, op=op, version=version
        )
    else:
        yield sentence(
            "Line %(line)s (%(op)s) kept one of its operands at version %(version)s.", line=line, op=op, version=version
        )
    if kept.step.visit > 1:
        yield sentence("That was visit %(visit)s to that line.", visit=kept.step.visit)
    yield sentence(
        "Then line %(lines)s (%(ops)s) wrote into the same storage, and its version is %(found)s now.",
        lines=where or "?",
        ops=operations,
        found=complaint.found,
    )
    yield sentence("Backward needs version %(needed)s, so it stops.", needed=complaint.needed)


def _others(evidence: Evidence) -> Iterator[Sentence]:
    if len(evidence.also_stale) == 1:
        yield sentence("One more thing that autograd keeps is stale: with this one cured, backward would stop there.")
    elif evidence.also_stale:
        yield sentence(
            "%(count)s more things that autograd keeps are stale: with this one cured, backward would stop there.",
            count=len(evidence.also_stale),
        )


def _operations(kept: Kept) -> str:
    return ", ".join(dict.fromkeys(call(written.step) for written in kept.counted or kept.writes))
