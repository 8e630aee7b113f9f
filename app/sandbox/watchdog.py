"""The watchdog: looks at a run every few milliseconds, and says when it has taken more than it may."""

import asyncio

from .cell import Cell
from .limits import RESERVE
from .protocol import Ending, Limits
from .usage import Usage

PERIOD_SECONDS = 0.05


async def watch(cell: Cell, limits: Limits, before: Usage) -> Ending:
    """Return once a limit has been passed; wait for ever where none is. `before` is what the child used at first."""
    while True:
        await asyncio.sleep(PERIOD_SECONDS)
        now = cell.usage(enough_tasks=limits.processes)
        if now and (ending := judge(now, before, limits)):
            return ending
        if not cell.fits(limits.disk_bytes, limits.disk_files):
            return Ending.DISK


def judge(now: Usage, before: Usage, limits: Limits) -> Ending | None:
    """The limit that has been passed, if one has. See NOTE [Two limits of memory] in limits.py for the reserve."""
    if now.tasks > limits.processes:
        return Ending.PROCESSES
    if now.memory_bytes - before.memory_bytes > limits.memory_bytes + RESERVE:
        return Ending.MEMORY
    return None
