"""Examine: a program is run, diagnosed, cured in every way that is proposed, and each cure is run and judged."""

import asyncio
import time
from collections.abc import Mapping

from ..diagnosis.fixes.propose import propose
from ..trace import Oracle, Trace
from .case import Case, Propose
from .findings import findings, reasons
from .judge import differs, failed_at_call
from .model import Examination, Examined
from .room import backward_passes, is_cut
from .runner import Run, Runner


async def examine(
    runner: Runner,
    sources: Mapping[str, str],
    *,
    fixes: bool = True,
    first: Run | None = None,
    seconds: float | None = None,
    proposing: Propose = propose,
) -> Examination:
    """Everything that can be found in a program, with fixes that were run.

    `first` is a traced run with its account, where there was one already. After so many `seconds` what has not been
    tried is left out, and the examination says how much that is.
    """
    until = time.monotonic() + seconds if seconds is not None else None
    original = first if first is not None else await runner.run(sources)
    if original.trace is None:
        return Examination(ended=original.ended)
    oracle = await _oracle(runner, sources, original.trace)
    found = await asyncio.to_thread(findings, original.trace, oracle.trace if oracle else None)
    case = Case(runner, sources, original, oracle, proposing, until)
    examined = [Examined(diagnosis=each, fixes=await case.fixes(each) if fixes else ()) for each in found]
    cut = is_cut(original.trace)
    well = not found and original.trace.failure is None and original.ended is None and not cut
    known = well and oracle is not None and original.trace.account is not None
    return Examination(
        diagnoses=tuple(examined),
        fine=await asyncio.to_thread(reasons, original.trace) if well else (),
        same=not await asyncio.to_thread(differs, original, oracle) if known and oracle else None,
        cut=cut,
        failure=original.trace.failure,
        ended=original.ended,
        left_out=case.left_out,
    )


async def _oracle(runner: Runner, sources: Mapping[str, str], trace: Trace) -> Run | None:
    """The run that knows better; None where there is nothing to know, or where it came less far than the program."""
    wanted: Oracle = "values" if failed_at_call(trace) else "gradients"
    if trace.failure is None and not backward_passes(trace):
        return None
    run = await runner.run(sources, oracle=wanted, trace=False)
    if run.trace is None or run.ended is not None or run.trace.account is None:
        return None
    if run.trace.failure is not None and not _came_further(run.trace, trace):
        return None
    return run


def _came_further(oracle: Trace, trace: Trace) -> bool:
    """Whether an oracle that failed, too, did so elsewhere and later: what it saw until then is worth something."""
    ours, theirs = oracle.failure, trace.failure
    if ours is None or theirs is None or oracle.account is None or trace.account is None:
        return False
    return (ours.line, ours.type) != (theirs.line, theirs.type) and len(oracle.account.roots) > len(trace.account.roots)
