"""Grade: an answer to an exercise is looked through, run beside the exemplar, and judged check by check."""

from ...sentence import Sentence, sentence
from ..manifest import Check, Exercise, Forbids, Gradients, Keeps, Memory, Runs, Same
from .calls import forbidden, lost_call
from .endings import hides, stopped
from .evidence import Evidence, Run, evidence_of
from .gate import admitted
from .program import Program, Refusal
from .room import enough, too_much
from .values import other_gradients, other_values
from .verdict import CheckVerdict, Grade
from .wording import short


async def grade(exercise: Exercise, start: str, exemplar: str, answer: str, run: Run) -> Grade:
    """What the checks of an exercise say of an answer.

    `start`, `exemplar` and `answer` are programs, not files. `run` runs a snippet, five or six times one after another,
    and may raise what the run service raises; nothing else is raised.
    """
    try:
        counted = any(check.kind == "memory" for check in exercise.checks)
        return await _judged(exercise, start, exemplar, admitted(answer, start, exemplar, counted=counted), run)
    except Refusal as refused:
        return _refused(exercise, refused.sentence)


async def judge(exercise: Exercise, start: str, exemplar: str, program: str, run: Run) -> Grade:
    """The same without the gate: for programs of a lesson's author, such as the start itself."""
    try:
        return await _judged(exercise, start, exemplar, Program.of(program), run)
    except Refusal as refused:
        return _refused(exercise, refused.sentence)


async def _judged(exercise: Exercise, start: str, exemplar: str, program: Program, run: Run) -> Grade:
    oracle = any(check.kind == "gradients" for check in exercise.checks)
    evidence = await evidence_of(program, start, exemplar, run, oracle=oracle)
    verdicts = tuple(_verdicts(exercise, evidence))
    passed = all(verdict.state == "ok" for verdict in verdicts)
    return Grade(passed=passed, verdicts=verdicts, report=evidence.report)


def _refused(exercise: Exercise, why: Sentence) -> Grade:
    said = sentence("Not looked at: nothing was run.")
    verdicts = tuple(CheckVerdict(kind=check.kind, state="not run", sentence=said) for check in exercise.checks)
    return Grade(passed=False, verdicts=verdicts, refusal=why)


def _verdicts(exercise: Exercise, evidence: Evidence) -> list[CheckVerdict]:
    if evidence.end is None:
        return [_verdict(check, evidence) for check in exercise.checks]
    why = stopped(evidence.end, again=evidence.again) or evidence.end.sentence
    dynamic = [check for check in exercise.checks if check.kind != "forbids"]
    told_by = next((check for check in dynamic if check.kind == "runs"), dynamic[0] if dynamic else None)
    return [
        _verdict(check, evidence) if check.kind == "forbids" else _of_end(check, why, told=check is told_by)
        for check in exercise.checks
    ]


def _of_end(check: Check, why: Sentence, *, told: bool) -> CheckVerdict:
    if told:
        return CheckVerdict(kind=check.kind, state="failed", sentence=why)
    said = sentence("Not looked at yet: the program has to come to its end first.")
    return CheckVerdict(kind=check.kind, state="not run", sentence=said)


def _verdict(check: Check, evidence: Evidence) -> CheckVerdict:
    wrong = _wrong(check, evidence)
    return CheckVerdict(
        kind=check.kind,
        state="ok" if wrong is None else "failed",
        sentence=_right(check, evidence) if wrong is None else wrong,
    )


def _wrong(check: Check, evidence: Evidence) -> Sentence | None:
    """What is not as a check wants it."""
    match check:
        case Runs():
            return next((said for pair in evidence.pairs if (said := hides(pair.own, pair.model))), None)
        case Same(names=names):
            return other_values(evidence, names)
        case Gradients(names=names):
            return other_gradients(evidence, names)
        case Memory():
            return too_much(evidence, check)
        case Keeps(calls=calls):
            return lost_call(evidence, calls)
        case Forbids(what=what):
            return forbidden(evidence.answer, evidence.exemplar, what)


def _right(check: Check, evidence: Evidence) -> Sentence:
    """What is as a check wants it."""
    match check:
        case Runs():
            return sentence("It comes to its end, with other numbers, too.")
        case Same(names=names):
            return sentence("%(names)s: what it should be, with other numbers, too.", names=short(", ".join(names)))
        case Gradients(names=names):
            return sentence(
                "The gradients of %(names)s are right, and would be the same if autograd had kept copies.",
                names=short(", ".join(names)),
            )
        case Memory():
            return enough(evidence, check)
        case Keeps(calls=calls):
            return sentence("%(calls)s: still called as it should be.", calls=short(", ".join(calls)))
        case Forbids(what=what):
            return sentence("It does without %(what)s.", what=short(", ".join(what)))
