"""Running: what came of the programs of a lesson: as recorded with it, or else run now, in the turn of the reader."""

import asyncio
import time
from collections.abc import Iterable

from starlette.concurrency import run_in_threadpool

from ...errors import LabError
from ...lessons.lesson import Lesson
from ...runs.client import Client
from ...runs.report import Report
from ..services import Services
from .cells import Ran

SECONDS = 5.0
"""How long a page waits for programs that nobody has recorded; the rest is shown without a picture."""


async def first_runs(
    services: Services, lesson: Lesson, names: Iterable[str], base: str, client: Client
) -> dict[str, Ran | LabError]:
    """What came of some programs, one after another."""
    until, found = time.monotonic() + SECONDS, dict[str, Ran | LabError]()
    known = await run_in_threadpool(services.bookshelf.recorded, lesson)
    for name in names:
        try:
            async with asyncio.timeout(max(0.0, until - time.monotonic())):
                report = known[name] if name in known else await _run(services, lesson, name, client)
                found[name] = Ran(report, live=False, more=f"{base}/steps/{name}")
        except TimeoutError:
            continue
        except LabError as error:
            found[name] = error
    return found


async def report_of(services: Services, lesson: Lesson, name: str, client: Client) -> Report:
    """The report of a program of a lesson, as it was recorded or else run now. Raises what the run service raises."""
    known = await run_in_threadpool(services.bookshelf.recorded, lesson)
    return known[name] if name in known else await _run(services, lesson, name, client)


async def run_now(services: Services, lesson: Lesson, name: str, tag: str, client: Client) -> Ran:
    """Run a program because its reader asked for it. Raises what the run service raises."""
    report = await _run(services, lesson, name, client)
    return Ran(report, live=True, more=f"/{tag}/steps/{report.id}")


async def _run(services: Services, lesson: Lesson, name: str, client: Client) -> Report:
    return await services.runs.run(lesson.snippet(name), client=client)
