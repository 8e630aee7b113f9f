"""Attempt: has a snippet run in the sandbox, and once more where the sandbox broke under it.

However a sandbox breaks, what comes out is SandboxBroken; a run that was cancelled by whoever wants it stays cancelled.
"""

import asyncio
import logging

from ..errors import SandboxBroken
from ..sandbox.protocol import Limits, Outcome, Sandbox
from ..sentence import sentence
from ..trace import Snippet

LAST_RESORT_SECONDS = 90.0
"""Beyond the limit of time by the clock: the sandbox keeps that itself, and may need a fresh zygote before."""

_log = logging.getLogger(__name__)


async def attempt(sandbox: Sandbox, snippet: Snippet, limits: Limits) -> Outcome:
    """What came of the snippet. Raises SandboxBroken where the sandbox failed twice, or does not answer at all."""
    try:
        async with asyncio.timeout(limits.wall_seconds + LAST_RESORT_SECONDS):
            return await _twice(sandbox, snippet, limits)
    except TimeoutError:
        raise SandboxBroken(sentence("The sandbox did not answer, and the run was given up.")) from None


async def _twice(sandbox: Sandbox, snippet: Snippet, limits: Limits) -> Outcome:
    try:
        return await _once(sandbox, snippet, limits)
    except SandboxBroken as error:
        if type(error) is not SandboxBroken:  # it has a reason that a second attempt would meet again
            raise
        _log.warning("A run is tried once more: %s", error.detail)
    return await _once(sandbox, snippet, limits)


async def _once(sandbox: Sandbox, snippet: Snippet, limits: Limits) -> Outcome:
    try:
        return await sandbox.run(snippet, limits)
    except OSError as error:
        raise SandboxBroken(f"There was no place to run: {error.strerror or error}.") from error
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        raise SandboxBroken(sentence("The run was stopped together with what supervised it.")) from None
