"""Reading: what a run handed in, understood. It is the snippet's own word, so it may be any bytes at all.

An honest tracer keeps its limits, so a trace beyond them is refused before anything is worked out from it: otherwise
a forged one of a few megabytes could keep the server busy for minutes.
"""

import asyncio
import math
from collections.abc import Iterator
from dataclasses import dataclass

from ..clinic.findings import findings
from ..diagnosis.model import Diagnosis
from ..sandbox.protocol import Ending, Limits, Outcome
from ..soundness import MOST_NUMBER, refuse_unsound
from ..trace import MOST_CONTENTS, Trace

LARGE = 256 * 1024
"""Bytes beyond which reading takes so long that the server should answer others meanwhile."""


@dataclass(frozen=True)
class Reading:
    """The trace, where there is one, and what it means."""

    trace: Trace | None = None
    diagnoses: tuple[Diagnosis, ...] = ()


async def read(outcome: Outcome, limits: Limits) -> Reading:
    """Read what a run handed in, a large one in a thread. No bytes make this raise."""
    if outcome.ending is not Ending.RETURNED:
        return Reading()
    if len(outcome.result) > LARGE:
        return await asyncio.to_thread(_read, outcome.result, limits)
    return _read(outcome.result, limits)


def _read(result: bytes, limits: Limits) -> Reading:
    try:
        trace = Trace.model_validate_json(result)
        _refuse_beyond(trace, limits)
        refuse_unsound(trace)
    except (ValueError, RecursionError):
        return Reading()
    return Reading(trace, findings(trace))


def _refuse_beyond(trace: Trace, limits: Limits) -> None:
    """Raises ValueError where there are more things, or larger numbers, than a recording can have."""
    if len(trace.steps) > limits.max_steps:
        raise ValueError("more steps than are recorded")
    if len(trace.steps) * len(trace.storages) > 4 * limits.max_steps * limits.max_tensors:
        raise ValueError("more storages than are recorded")
    if sum(len(content.values) for step in trace.steps for content in step.contents) > MOST_CONTENTS:
        raise ValueError("more contents than are shown")
    if not (math.isfinite(trace.seconds) and trace.seconds >= 0):
        raise ValueError("no time at all")
    if not all(0 <= number < MOST_NUMBER for number in _sizes(trace)):
        raise ValueError("sizes that nothing has")


def _sizes(trace: Trace) -> Iterator[int]:
    yield trace.threads
    yield from (storage.nbytes for storage in trace.storages)
    for tensor in trace.tensors:
        yield from tensor.shape
        yield tensor.offset
    for step in trace.steps:
        yield step.visit
        yield from (content.count for content in step.contents)
        yield from (getattr(live, name) for live in (step.live, step.peak) for name in type(live).model_fields)
        yield from (resize.nbytes for resize in step.resizes)
