"""Caught: exceptions of torch that a program caught, each as the end of a trace that goes no further."""

from collections.abc import Iterator

from ...trace import Failure, Step, Trace

MOST = 3
"""Exceptions of one program that are looked at."""


def until_caught(trace: Trace) -> Iterator[Trace]:
    """The trace up to each exception that the program caught, the first ones first."""
    raised = [step for step in trace.steps if step.failed and step.raised]
    for step in raised[:MOST] if trace.failure is None else ():
        yield trace.model_copy(update={"steps": trace.steps[: step.index + 1], "failure": _failure(step)})


def _failure(step: Step) -> Failure:
    file = step.frames[-1].file if step.frames else ""
    return Failure(
        type="RuntimeError", message=step.raised, line=step.line, file=file, step=step.index, traceback=step.raised
    )
