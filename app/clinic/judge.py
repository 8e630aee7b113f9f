"""Judge: what a run of a changed program says of the change. Pure: runs go in, a verdict with its numbers comes out."""

from collections.abc import Iterator, Mapping
from itertools import chain

from ..diagnosis.fixes.candidate import Candidate
from ..diagnosis.model import Diagnosis
from ..sentence import Sentence, sentence
from ..trace import Account, Failure, Trace
from .comparison import Comparison, printed
from .findings import findings
from .model import Fix, Verdict
from .patch import patch_of
from .room import extra_room
from .runner import Run

MOST_WORDS = 200
"""Characters of an exception's message that a reason repeats."""


def judge(
    candidate: Candidate,
    original: Run,
    oracle: Run | None,
    fixed: Run,
    *,
    diagnosis: Diagnosis,
    sources: Mapping[str, str],
) -> Fix:
    """The fix that a candidate turned out to be.

    `oracle` is the run that the numbers are compared with; None where nobody knows better than the program itself what
    they should be. `diagnosis` is what the candidate is to cure, `sources` the program as it was.
    """
    verdict, reason = _verdict(candidate, original, oracle, fixed, diagnosis)
    room = extra_room(original.trace, fixed.trace) if original.trace and fixed.trace else None
    return Fix(
        kind=candidate.kind,
        title=candidate.title,
        cost=candidate.cost,
        patch=patch_of(sources, candidate.sources),
        sources=candidate.sources,
        verdict=verdict,
        reason=reason,
        tempting=candidate.tempting,
        extra_peak_bytes=room.peak if room else None,
        extra_kept_bytes=room.kept if room else None,
        seconds=fixed.trace.seconds if fixed.trace else None,
    )


def failed_at_call(trace: Trace) -> bool:
    """Whether the program failed where it called an operation, be that in what a checkpoint computes once more."""
    failure = trace.failure
    if failure is None or "modified by an inplace operation" in failure.message:
        return False
    if "is being used in an in-place operation" in failure.message or "is being modified inplace" in failure.message:
        return True
    if failure.step is not None and 0 <= failure.step < len(trace.steps):
        return trace.steps[failure.step].phase != "backward"
    return True


def differs(run: Run, oracle: Run) -> bool:
    """Whether a program that ran has other gradients or losses than the oracle: it is wrong in silence."""
    has, should = _accounts(run, oracle)
    if has is None or should is None:
        return False
    comparison = Comparison(has, should, whole=True)
    return any(chain(comparison.updates(), comparison.gradients(), comparison.roots()))


def unlike(run: Run, other: Run) -> Sentence | None:
    """The first number of a run that is not that of another one, which is taken to be right."""
    has, should = _accounts(run, other)
    if has is None or should is None:
        return None
    return next(_of_training(Comparison(has, should, whole=True), should), None)


def _verdict(
    candidate: Candidate, original: Run, oracle: Run | None, fixed: Run, diagnosis: Diagnosis
) -> tuple[Verdict, Sentence]:
    if fixed.trace is None or fixed.ended is not None:
        return "fails", fixed.ended or sentence("It does not run to its end.")
    if fixed.trace.failure is not None:
        return "fails", _raises(fixed.trace.failure)
    if original.trace is not None and _still_found(diagnosis, original.trace, fixed.trace):
        return "fails", sentence(
            "It runs, but %(code)s is still found: %(title)s.", code=diagnosis.code, title=diagnosis.title
        )
    if oracle is None and original.trace is not None and original.trace.failure is None:
        return "verified", _change(original, fixed)
    return _by_numbers(candidate, original, oracle or original, fixed, diagnosis)


def _by_numbers(
    candidate: Candidate, original: Run, reference: Run, fixed: Run, diagnosis: Diagnosis
) -> tuple[Verdict, Sentence]:
    has, should = _accounts(fixed, reference)
    if has is None or should is None or reference.trace is None:
        return "fails", sentence("It runs, but there is nothing to compare its numbers with.")
    whole = reference.trace.failure is None
    comparison = Comparison(has, should, whole=whole)
    if candidate.cuts:
        differences = _until_the_cut(comparison, should)
    elif not whole:
        differences = chain(comparison.updates(), comparison.roots())
    elif should.broken:
        differences = _of_values(comparison, should, diagnosis)
    else:
        differences = _of_training(comparison, should)
    comparable = whole and not candidate.cuts and not (should.broken and should.updates)
    said = printed(fixed.stdout, reference.stdout) if comparable else iter(())
    if (difference := next(chain(differences, said), None)) is not None:
        return "wrong", difference
    return "verified", _right(comparison.count, candidate, whole=whole, values=should.broken)


def _of_training(comparison: Comparison, should: Account) -> Iterator[Sentence]:
    """Everything that training depends on; what is in `.grad` in the end only where no optimizer uses it up."""
    yield from comparison.updates()
    if not should.updates:
        yield from comparison.gradients()
    yield from comparison.roots()
    yield from comparison.members()


def _of_values(comparison: Comparison, should: Account, diagnosis: Diagnosis) -> Iterator[Sentence]:
    """Losses, or what the name in question holds where there is no loss; and that leaves are not cut off."""
    yield from comparison.roots(_before_the_first_update(should))
    if not should.roots:
        yield from comparison.named(diagnosis.name)
    yield from comparison.gradients_there()


def _before_the_first_update(account: Account) -> int | None:
    return account.updates[0].roots if account.updates else None


def _until_the_cut(comparison: Comparison, should: Account) -> Iterator[Sentence]:
    """What comes before the first update must be the same; after that, every parameter must still have a gradient.

    One backward pass without an optimizer has no earlier iteration to be cut off from: its gradients must be the same.
    """
    yield from comparison.updates(1)
    if not should.updates and len(should.roots) == 1:
        yield from comparison.gradients()
    yield from comparison.roots(_before_the_first_update(should) or 1)
    yield from comparison.later_updates(1)
    yield from comparison.gradients_there()


def _right(count: int, candidate: Candidate, *, whole: bool, values: bool) -> Sentence:
    if not whole and not count:
        return sentence("It runs to its end. The program failed before there was a number to compare.")
    if not whole:
        return sentence(
            "It runs to its end. As far as the program came before, its numbers are the same: %(count)s were compared.",
            count=count,
        )
    if candidate.cuts:
        return sentence(
            "It runs to its end. Up to the first update its numbers are what they should be: %(count)s were compared. "
            "From there on gradients end at the cut, on purpose.",
            count=count,
        )
    if values:
        return sentence(
            "It runs to its end, and its values are what the program meant: %(count)s were compared.", count=count
        )
    return sentence(
        "It runs to its end, and its gradients and losses are what they should be: %(count)s were compared.",
        count=count,
    )


def _change(original: Run, fixed: Run) -> Sentence:
    """What a fix of values does to the numbers of a program that ran before: nobody else knows which are meant."""
    before, after = _accounts(original, fixed)
    if before is None or after is None:
        return sentence("It runs to its end, and the finding is gone.")
    comparison = Comparison(after, before, whole=True)
    names = [each.name for each in before.ends]
    changes = chain(comparison.updates(), comparison.gradients(), comparison.roots(), comparison.named(*names))
    if (change := next(changes, None)) is None:
        return sentence("It runs to its end, the finding is gone, and its numbers are the same as before.")
    return _was(change)


def _was(change: Sentence) -> Sentence:
    """A difference told as a change: the program as it was is no reference here."""
    values = change.values
    if "should" not in values or "has" not in values:
        return sentence("It runs to its end, the finding is gone, and its numbers are others than before.")
    return sentence(
        "It runs to its end, and the finding is gone. %(name)s is %(has)s now; it was %(should)s.",
        name=values["name"],
        has=values["has"],
        should=values["should"],
    )


def _still_found(diagnosis: Diagnosis, before: Trace, after: Trace) -> bool:
    """Whether the changed program has as many findings of this kind as before."""
    remaining = sum(each.code == diagnosis.code for each in findings(after))
    return remaining > 0 and remaining >= sum(each.code == diagnosis.code for each in findings(before))


def _raises(failure: Failure) -> Sentence:
    message = failure.message.partition("\n")[0][:MOST_WORDS]
    if failure.line is None:
        return sentence("It raises %(type)s: %(message)s", type=failure.type, message=message)
    return sentence(
        "It raises %(type)s in line %(line)s: %(message)s", type=failure.type, line=failure.line, message=message
    )


def _accounts(one: Run, other: Run) -> tuple[Account | None, Account | None]:
    of_one, of_other = (run.trace.account if run.trace is not None else None for run in (one, other))
    return of_one, of_other
