"""Endings: why a run cannot be graded. The sentences on time and memory are those of every run."""

from ...clinic.room import is_cut
from ...runs.report import Report, Status
from ...sentence import Sentence, sentence
from ...trace import Failure, Step, Trace
from .wording import MOST_OF_MESSAGE, short


def stopped(report: Report, *, again: bool = False) -> Sentence | None:
    """Why a run did not come to an end with everything written down; None where it did. `again`: with other numbers."""
    trace = report.trace
    if report.status is Status.FAILED and trace is not None and trace.failure is not None:
        return _raises_again(trace.failure) if again else _raises(trace.failure)
    if report.status is not Status.OK or trace is None:
        return report.sentence
    if trace.failure is not None:
        return _raises(trace.failure)
    if is_cut(trace):
        return sentence(
            "The answer does more than is recorded: %(steps)s steps were, and then no more. Do less in one run.",
            steps=len(trace.steps),
        )
    if trace.account is None or trace.account.cut:
        return sentence("The answer holds more numbers than can be compared. Make the tensors smaller or fewer.")
    return None


def hides(own: Trace, model: Trace) -> Sentence | None:
    """What a program says that catches an exception of torch, and so comes to its end; the exemplar does not."""
    caught = next(_failed(own), None)
    if caught is None or any(_failed(model)):
        return None
    return sentence(
        "Line %(line)s still raises an exception, and the program only catches it. Change what makes it raise.",
        line=caught.line or 0,
    )


def _failed(trace: Trace) -> "filter[Step]":
    return filter(lambda step: step.failed, trace.steps)


def _raises(failure: Failure) -> Sentence:
    message = short(failure.message.partition("\n")[0], MOST_OF_MESSAGE)
    if failure.line is None:
        return sentence("It raises %(type)s: %(message)s", type=short(failure.type), message=message)
    return sentence(
        "It raises %(type)s in line %(line)s: %(message)s",
        type=short(failure.type),
        line=failure.line,
        message=message,
    )


def _raises_again(failure: Failure) -> Sentence:
    return sentence(
        "It runs once, but with other numbers it raises %(type)s in line %(line)s. "
        "Let nothing depend on what the numbers happen to be.",
        type=short(failure.type),
        line=failure.line or 0,
    )
