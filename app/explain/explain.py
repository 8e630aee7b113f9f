"""Explain: a target is run, and what came of it is explained."""

import asyncio

from ..clinic.examine import examine
from ..clinic.findings import MOST_PAIRS, findings
from ..clinic.model import Examination, Examined
from ..clinic.runner import Run
from ..trace import Trace
from .explanation import Error, Explanation, Status
from .interrupts import on_interrupt
from .link import Ended, Link
from .order import Result
from .runner import ScriptRunner, words
from .target import Target

PATIENCE = 60.0
"""A script that took more seconds is not run again, unless somebody asks for it."""

FIXES_SECONDS = 120.0
"""Cures are tried for so long, unless somebody asks for them."""


async def explain(link: Link, target: Target, *, fixes: bool | None = None, aside: bool = False) -> Explanation:
    """Run a target and explain what came of it.

    `fixes` None tries cures where that does not take long; `aside` sends what the script prints to standard error.
    """
    if (refusal := target.refusal()) is not None:
        return Explanation(target.name, "cannot_run", Error(*refusal))
    runner = ScriptRunner(link, target, aside=aside)
    with on_interrupt(link.stop, after=1):  # the first one ends the script, which is then explained
        first = await runner.first()
    if first.result is None:
        said = "KeyboardInterrupt" if first.status == -2 else "Exit"
        return Explanation(target.name, "failed", Error(said, str(words(first))), seconds=first.seconds)
    if not first.result.began:
        return Explanation(target.name, "cannot_run", _error(first.result), sources=runner.sources)
    return await _examined(runner, target, first, first.result, fixes)


async def _examined(
    runner: ScriptRunner, target: Target, first: Ended, result: Result, fixes: bool | None
) -> Explanation:
    found = findings(result.trace)
    examination, broken = Examination(diagnoses=tuple(Examined(diagnosis=each) for each in found)), ""
    again = fixes or first.seconds <= PATIENCE
    if again and (found or result.trace.failure is None):
        asked = asyncio.ensure_future(_examine(runner, result, fixes))
        try:
            with on_interrupt(asked.cancel):
                examination = await asked
        except asyncio.CancelledError:
            broken = "they were interrupted"
        except Exception as error:  # a cure of ours that goes wrong must not cost the diagnosis
            broken = f"{type(error).__name__}: {error}"
    return Explanation(
        target=target.name,
        status=_status(result, examination),
        error=_error(result),
        found=examination.diagnoses,
        fine=examination.fine,
        sources=runner.sources,
        seconds=first.seconds,
        cuts=tuple(cut for cut in result.trace.cuts if cut.limit != "contents"),
        too_large=_is_too_large(result.trace),
        again=runner.again,
        untried=not again and fixes is None and bool(examination.diagnoses),
        left_out=examination.left_out,
        broken=broken,
    )


async def _examine(runner: ScriptRunner, result: Result, fixes: bool | None) -> Examination:
    return await examine(
        runner,
        runner.sources,
        fixes=fixes is not False,
        first=Run(result.trace),
        seconds=None if fixes else FIXES_SECONDS,
    )


def _is_too_large(trace: Trace) -> bool:
    return sum(1 for _ in trace.saves()) * sum(1 for _ in trace.writes()) > MOST_PAIRS


def _status(result: Result, examination: Examination) -> Status:
    if examination.diagnoses:
        return "found"
    return "ok" if result.trace.failure is None else "failed"


def _error(result: Result) -> Error | None:
    failure = result.trace.failure
    if failure is None:
        return None
    return Error(failure.type, failure.message, failure.file, failure.line, failure.traceback)
