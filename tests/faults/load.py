"""A small load of mixed runs on a real pool, something that goes wrong in the middle of it, and how each run ended."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

from inplace_lab.errors import LabError
from inplace_lab.runs.client import Client
from inplace_lab.runs.report import Report, Status
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.pool import Pool
from inplace_lab.settings import Settings
from inplace_lab.trace import Snippet

RUNS = 24
PATIENCE = 150.0
"""Seconds for all of a load, on a slow machine too; a run that hangs would need more."""

PROGRAMS = (
    "print('fine')",
    "import torch\nx = torch.ones(3, requires_grad=True)\n(x * 2).sum().backward()\nprint(x.grad)",
    "1 / 0",
    "import time\ntime.sleep(0.3)",
    "open('file', 'w').write('x' * 100_000)",
    "sum(range(3_000_000))",
)
HONEST = Snippet(source="print('honest')")
KIND = {0: Status.OK, 1: Status.OK, 2: Status.FAILED, 3: Status.OK, 4: Status.OK, 5: Status.OK}

Fault = Callable[[Pool, RunService], Awaitable[None]]
End = Report | LabError


def ends_of(fault: Fault, *, data_dir: Path | None = None, **settings: Any) -> list[End]:
    """How 24 runs ended, with a fault once six have. Whatever happened, the next honest run works."""
    (ends,) = ends_of_each(fault, data_dir=data_dir, **settings)
    return ends


def ends_of_each(*faults: Fault, data_dir: Path | None = None, **settings: Any) -> list[list[End]]:
    """The same for several loads on one pool, one after the other."""
    return asyncio.run(_ends_of(faults, data_dir, settings))


async def _ends_of(faults: Iterable[Fault], data_dir: Path | None, given: dict[str, Any]) -> list[list[End]]:
    settings = Settings(**{"slots": 2, "wall_seconds": 8.0, "warm_children": 2, **given})
    pool = Pool(warm_children=settings.warm_children, data_dir=data_dir)
    service = RunService(pool, settings)
    await service.start()
    try:
        return [await _under(fault, pool, service, load) for load, fault in enumerate(faults)]
    finally:
        await service.stop()


async def _under(fault: Fault, pool: Pool, service: RunService, load: int) -> list[End]:
    async with asyncio.timeout(PATIENCE):
        return await _loaded(fault, pool, service, load)


async def _loaded(fault: Fault, pool: Pool, service: RunService, load: int) -> list[End]:
    done = 0

    async def run(number: int) -> End:
        nonlocal done
        source = f"{PROGRAMS[number % len(PROGRAMS)]}\n# {number} of load {load}"
        try:
            return await service.run(Snippet(source=source), client=Client(str(number)))
        except LabError as error:
            return error
        finally:
            done += 1

    runs = [asyncio.ensure_future(run(number)) for number in range(RUNS)]
    while done < RUNS // 4:
        await asyncio.sleep(0.01)
    await fault(pool, service)
    ends = list(await asyncio.gather(*runs))
    honest = await service.run(HONEST, fresh=True)
    assert (honest.status, honest.stdout) == (Status.OK, "honest\n")
    assert (service.queue.running, service.queue.waiting) == (0, 0)
    return ends


def reports(ends: list[End]) -> list[Report]:
    """Those that ended with a report."""
    return [end for end in ends if isinstance(end, Report)]


def as_ever(ends: list[End]) -> int:
    """How many ended as they would have without the fault."""
    return sum(isinstance(end, Report) and end.status is KIND[n % len(PROGRAMS)] for n, end in enumerate(ends))
