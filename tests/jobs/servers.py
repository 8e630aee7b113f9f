"""Servers on one database, each with a sandbox that answers as it is told to."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from inplace_lab.jobs.job import Job
from inplace_lab.jobs.jobs import Jobs
from inplace_lab.jobs.task import Errand, Task
from inplace_lab.runs.client import Client
from inplace_lab.runs.service import RunService
from inplace_lab.settings import Settings
from inplace_lab.store.store import Store
from inplace_lab.trace import Snippet
from tests.runs.fakes import FakeSandbox, outcome

BEAT, STALE = 0.05, 0.4
PATIENCE = 60


@dataclass
class Server:
    """One of them."""

    sandbox: FakeSandbox
    runs: RunService
    jobs: Jobs

    def hold(self) -> None:
        """Let no program come to its end."""
        self.sandbox.gate.clear()


@asynccontextmanager
async def server(settings: Settings) -> AsyncIterator[Server]:
    """A server for the length of a test; its programs print their source."""
    sandbox, store = FakeSandbox(), Store(settings)
    sandbox.answer = lambda snippet: outcome(stdout=snippet.source)
    runs = RunService(sandbox, settings)
    jobs = Jobs(settings, store.database, runs, beat_seconds=BEAT, stale_seconds=STALE)
    await store.start()
    jobs.start()
    try:
        yield Server(sandbox, runs, jobs)
    finally:
        await jobs.stop()
        await runs.stop()
        await store.stop()


def on(settings: Settings, test: Callable[..., Awaitable[None]], count: int = 1) -> None:
    """Run an async test with so many servers."""

    async def run(*servers: Server) -> None:
        if len(servers) < count:
            async with server(settings) as another:
                await run(*servers, another)
        else:
            async with asyncio.timeout(PATIENCE):
                await test(*servers)

    asyncio.run(run())


def errand(*sources: str, line: str = "anna") -> Errand:
    """Programs that somebody wants to have run."""
    return Errand(client=Client(line), tasks=tuple(Task(snippet=Snippet(source=each)) for each in sources))


def printed(job: Job) -> list[str]:
    """What its programs printed."""
    return [answer.result.stdout for answer in job.answers]


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something is the case."""
    while not holds():
        await asyncio.sleep(0.01)


def environment(settings: Settings) -> dict[str, str]:
    """What another process needs to use the same database."""
    found = {**os.environ, "INPLACE_LAB_STATE_DIR": str(settings.state_dir)}
    if settings.database_url is not None:
        found["INPLACE_LAB_DATABASE_URL"] = settings.database_url.get_secret_value()
    return found
