"""Evidence: the runs that an answer is judged by, each beside that of the exemplar under the same conditions.

Twice: as the reader sees it, and with a seed and with numbers in the given lines that are made from the text of the
answer. So nobody can know them when the answer is written: with another text they would be others. An answer that
knows the right numbers by heart, or does its work only where it thinks that nobody counts, fails the second time.
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from ...runs.report import Report
from ...sentence import sentence
from ...trace import Account, Snippet, Trace, Trial
from .endings import stopped
from .givens import givens, with_other_numbers
from .program import Program, Refusal

Run = Callable[[Snippet], Awaitable[Report]]


@dataclass(frozen=True)
class Pair:
    """A run of the answer and one of the exemplar, under the same conditions. Both came to their end."""

    own: Trace
    model: Trace

    @property
    def accounts(self) -> tuple[Account, Account]:
        """The numbers of both."""
        return _account(self.own), _account(self.model)


@dataclass(frozen=True)
class Evidence:
    """What came of all runs. Where a run of the answer did not come to its end, `end` is it, and pairs are missing."""

    answer: Program
    exemplar: Program
    report: Report
    """The run of the answer as the reader sees it."""
    pairs: tuple[Pair, ...] = ()
    oracle: Trace | None = None
    """The answer, with copies of all that autograd keeps, under the conditions of the last pair."""
    end: Report | None = None
    again: bool = False
    """`end` is of the second time, with other numbers."""


async def evidence_of(answer: Program, start: str, exemplar: str, run: Run, *, oracle: bool) -> Evidence:
    """Run the answer and the exemplar. Raises Refusal where the exemplar itself cannot be run."""
    model, first = _read(exemplar), Trial(source=exemplar, device="cpu")
    of_model, report = await run(first), await run(_as(first, answer.source))
    wanted = _trace(of_model)
    if stopped(report) is not None or report.trace is None:
        return Evidence(answer, model, report, end=report)
    pairs: tuple[Pair, ...] = (Pair(report.trace, wanted),)
    second, source = await _with_other_numbers(answer, start, model, run)
    of_second = await run(_as(second, source))
    if stopped(of_second) is not None or of_second.trace is None:
        return Evidence(answer, model, report, pairs, end=of_second, again=True)
    pairs = (*pairs, Pair(of_second.trace, _trace(await run(second))))
    copied = await run(_as(second, source, oracle=True)) if oracle else None
    return Evidence(answer, model, report, pairs, copied.trace if copied and stopped(copied) is None else None)


async def _with_other_numbers(answer: Program, start: str, model: Program, run: Run) -> tuple[Trial, str]:
    """The exemplar under other conditions, and the text of the answer for the same. Both with other numbers in the
    given lines, unless the exemplar cannot bear them."""
    key = int.from_bytes(hashlib.blake2b(answer.source.encode(errors="replace"), digest_size=6).digest())
    shared = givens(_read(start), model)
    plain = Trial(source=model.source, device="cpu", seed=key)
    changed = plain.model_copy(update={"source": with_other_numbers(model, shared, key)})
    if changed != plain and stopped(await run(changed)) is None:
        return changed, with_other_numbers(answer, shared, key)
    return plain, answer.source


def _as(trial: Trial, source: str, *, oracle: bool = False) -> Trial:
    """Another program under the same conditions."""
    changes = {"source": source, "oracle": "gradients" if oracle else "none", "trace": not oracle}
    return trial.model_copy(update=changes)


def _trace(report: Report) -> Trace:
    if report.trace is None or stopped(report) is not None:
        raise Refusal(
            sentence("The exercise itself is broken: its exemplar cannot be run. Please tell whoever wrote it.")
        )
    return report.trace


def _read(source: str) -> Program:
    """A program of the lesson's author."""
    try:
        return Program.of(source)
    except Refusal:
        return Program.of("")


def _account(trace: Trace) -> Account:
    assert trace.account is not None  # noqa: S101 - `stopped` has looked
    return trace.account
