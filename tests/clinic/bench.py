"""A runner in this process, and candidates made by hand."""

import asyncio
import contextlib
import io
import warnings
from collections.abc import Mapping

from inplace_lab.clinic.examine import examine
from inplace_lab.clinic.judge import judge
from inplace_lab.clinic.model import Examination, Fix
from inplace_lab.clinic.runner import Run
from inplace_lab.diagnosis.fixes.candidate import Candidate
from inplace_lab.diagnosis.model import Diagnosis
from inplace_lab.sentence import sentence
from inplace_lab.trace import Account, Oracle, Trace, Trial
from inplace_lab.tracer.run import run_snippet


class Here:
    """Runs programs in this process, one after another."""

    def __init__(self) -> None:
        self.ran: list[tuple[str, Oracle]] = []

    async def run(self, sources: Mapping[str, str], *, oracle: Oracle = "none", trace: bool = True) -> Run:
        """The run of a snippet."""
        self.ran.append((sources[""], oracle))
        return run(sources[""], oracle=oracle, trace=trace)


def run(source: str, *, oracle: Oracle = "none", trace: bool = True) -> Run:
    """Run a program in this process, with its account."""
    trial = Trial(source=source, device="cpu", oracle=oracle, trace=trace)
    with contextlib.redirect_stdout(io.StringIO()) as stdout, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        told = run_snippet(trial, max_steps=2000, max_tensors=20000)
    return Run(told, stdout.getvalue())


def trace_of(source: str, *, oracle: Oracle = "none") -> Trace:
    """The trace of a run that is compared, without steps."""
    told = run(source, oracle=oracle, trace=False).trace
    assert told is not None
    return told


def account_of(source: str, *, oracle: Oracle = "none") -> Account:
    """The account of a run."""
    account = trace_of(source, oracle=oracle).account
    assert account is not None
    return account


def candidate(source: str, kind: str = "by hand", *, tempting: bool = False, cuts: bool = False) -> Candidate:
    """A changed snippet."""
    title, cost = sentence("Change the line."), sentence("Nothing.")
    return Candidate(kind=kind, title=title, cost=cost, sources={"": source}, tempting=tempting, cuts=cuts)


def examined(source: str, *candidates: Candidate, seconds: float | None = None) -> Examination:
    """The examination of a snippet, with these candidates for its first finding."""
    left = [candidates]

    def propose(_: Diagnosis, __: Mapping[str, str]) -> tuple[Candidate, ...]:
        return left.pop() if left else ()

    return asyncio.run(examine(Here(), {"": source}, proposing=propose, seconds=seconds))


def fixes(source: str, *candidates: Candidate) -> list[Fix]:
    """The fixes that candidates turned out to be, in their order of ranking."""
    return [fix for each in examined(source, *candidates).diagnoses for fix in each.fixes]


def verdicts(source: str, **candidates: str) -> dict[str, str]:
    """The verdict on each of some changed programs."""
    return {fix.kind: fix.verdict for fix in fixes(source, *(candidate(c, kind) for kind, c in candidates.items()))}


def at_call(source: str, changed: str) -> Fix:
    """What a changed program is, of one that fails at the call."""
    diagnosis = Diagnosis(code="IL101", title="", explanation="", certain=True)
    runs = run(source), run(source, oracle="values"), run(changed)
    return judge(candidate(changed), *runs, diagnosis=diagnosis, sources={"": source})
