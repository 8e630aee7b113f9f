"""Jobs: takes errands in, sees to it that each comes to an end on some server, and says how far it is.

A server counts on the beat of each job that it runs. One whose beat stands still has died, and another server on the
database runs its jobs again, twice at most: a program that takes its server down shall not take down all.
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection

from ..errors import NoSuchJob, RunsLocked, StoreUnavailable
from ..runs.limits import limits_of
from ..runs.service import RunService
from ..settings import Settings
from ..store.database import Database
from ..store.threads import Threads
from . import job_rows
from .answer import Answer
from .desk import Desk
from .job import Job, Progress, now
from .lookout import Lookout
from .task import Errand, Kind
from .work import Work

T = TypeVar("T")
BEAT_SECONDS = 2.0
STALE_SECONDS = 10.0
MOST_ADOPTIONS = 2
_LOOK_SECONDS = 0.5
_SWEEP_BEATS = 30


class Jobs:
    """The jobs of one database, as one of its servers has them. What reaches for it raises StoreUnavailable."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        runs: RunService,
        *,
        beat_seconds: float = BEAT_SECONDS,
        stale_seconds: float = STALE_SECONDS,
    ) -> None:
        self._database = database
        self._runs = runs
        self._beat_seconds = beat_seconds
        self._own = limits_of(settings)
        self._desk = Desk(settings)
        self._lookout = Lookout(stale_seconds)
        self._threads = Threads("jobs")
        self._runner = secrets.token_hex(8)
        self._works: dict[str, Work] = {}
        self._ending: set[asyncio.Task[None]] = set()
        self._at_once: Counter[str] = Counter()
        self._following: asyncio.Task[None] | None = None
        self._dismissed = False

    def start(self) -> None:
        """Begin to count on the beats, and to look for jobs that nobody runs."""
        self._following = asyncio.create_task(self._follow())

    async def stop(self) -> None:
        """Stop what runs here, and leave it to other servers, or to this one when it is started again."""
        ids, tasks = list(self._works), [*self._ending, *filter(None, [self._following])]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        for work in list(self._works.values()):
            await work.stop()
        self._works.clear()
        if ids:
            with suppress(StoreUnavailable):
                await self._write(partial(job_rows.put_down, ids=ids, runner=self._runner))
        await self._threads.stop()

    def dismiss(self) -> None:
        """Let whoever only listens go; they ask another server."""
        self._dismissed = True

    async def submit(self, kind: Kind, errand: Errand, key: str = "") -> Job:
        """Take an errand in. Raises RunsLocked, KeyReused, TooMany, Busy."""
        if not errand.client.may_run:
            raise RunsLocked
        enter = partial(self._desk.enter, kind=kind, errand=errand, key=key, runner=self._runner)
        job, is_new = await self._write(enter)
        if is_new:
            self._begin(job)
        return await self.find(kind, job.id)

    async def at_once(self, errand: Errand) -> tuple[Answer, ...]:
        """Run an errand while its sender waits, without the database. Raises TooMany, RunsLocked."""
        if not (client := errand.client).may_run:
            raise RunsLocked
        self._desk.refuse_beyond_share(self._at_once[client.line])
        self._at_once[client.line] += 1
        work = Work(Job(secrets.token_hex(16), "batch", errand, now(), now()), self._runs, self._own)
        try:
            return await asyncio.shield(work.answering)
        finally:
            await work.stop()
            self._at_once -= Counter({client.line: 1})

    async def find(self, kind: Kind, id_: str) -> Job:
        """The job as it is now. Raises NoSuchJob."""
        if (work := self._works.get(id_)) is not None and work.job.kind == kind:
            return work.job
        if (job := await self._read(partial(job_rows.by_id, kind=kind, id_=id_))) is None:
            raise NoSuchJob
        return job

    async def cancel(self, kind: Kind, id_: str) -> None:
        """Stop a job that waits or runs, on whichever server; one that is over stays. Raises NoSuchJob."""
        if (await self.find(kind, id_)).is_open:
            await self._write(partial(self._desk.cancel, id_=id_))
            await self._drop(id_)

    async def watch(self, kind: Kind, id_: str, *, listening: bool = False) -> AsyncGenerator[Job]:
        """The job as it is now, and again after each change until it is over. Raises NoSuchJob.

        Who is only `listening` hears of it until they are dismissed.
        """
        told: tuple[Progress, int] | None = None
        while True:
            job = await self.find(kind, id_)
            if (job.progress, len(job.answers)) != told:
                told = job.progress, len(job.answers)
                yield job
            if not job.is_open or (listening and self._dismissed):
                return
            await self._pause(id_)

    async def ended(self, kind: Kind, id_: str) -> Job:
        """The job, once it is over. Raises NoSuchJob."""
        async with aclosing(self.watch(kind, id_)) as told:
            return [job async for job in told][-1]

    async def _pause(self, id_: str) -> None:
        """Wait a moment; less where the job ends here meanwhile."""
        if (work := self._works.get(id_)) is not None:
            await asyncio.wait({work.answering}, timeout=_LOOK_SECONDS)
        else:
            await asyncio.sleep(_LOOK_SECONDS)

    def _begin(self, job: Job) -> None:
        work = self._works[job.id] = Work(job, self._runs, self._own)
        ending = asyncio.create_task(self._end(work))
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)

    async def _end(self, work: Work) -> None:
        """Keep what a job comes to, for as long as it takes until the database is there."""
        await asyncio.wait({work.answering})
        while self._works.get(work.job.id) is work:
            with suppress(StoreUnavailable):
                await self._write(partial(self._desk.end, job=work.job))
                self._works.pop(work.job.id, None)
                return
            await asyncio.sleep(self._beat_seconds)

    async def _drop(self, id_: str) -> None:
        """Run a job no longer: it was cancelled, or another server has it."""
        if (work := self._works.pop(id_, None)) is not None:
            await work.stop()

    async def _follow(self) -> None:
        beats = 0
        while True:
            await asyncio.sleep(self._beat_seconds)
            beats += 1
            if not self._database.is_open:  # whoever needs it opens it; to knock all the time would be in their way
                continue
            with suppress(StoreUnavailable):
                await self._beat()
                await self._look_around()
                if beats % _SWEEP_BEATS == 0:
                    await self._write(job_rows.sweep)

    async def _beat(self) -> None:
        """Show that the jobs here go on; one that is not ours any more is stopped."""
        going = {id_: work.progress for id_, work in self._works.items() if not work.answering.done()}
        if going:
            for id_ in await self._write(partial(self._beaten, going=going)):
                await self._drop(id_)

    def _beaten(self, connection: Connection, going: dict[str, Progress]) -> list[str]:
        """The jobs that are no longer ours."""
        expires = self._desk.expires
        return [id_ for id_, each in going.items() if not job_rows.beat(connection, id_, self._runner, each, expires)]

    async def _look_around(self) -> None:
        """Take over what nobody runs."""
        goes_on = await self._read(job_rows.goes_on)
        for id_, beat in self._lookout.unattended(goes_on):
            if id_ in self._works:
                continue
            adopt = partial(job_rows.adopt, id_=id_, beat=beat, runner=self._runner, most=MOST_ADOPTIONS)
            if (job := await self._write(adopt)) is not None:
                self._begin(job)

    async def _read(self, work: Callable[[Connection], T]) -> T:
        def reading() -> T:
            with self._database.reading() as connection:
                return work(connection)

        return await self._threads.run(reading)

    async def _write(self, work: Callable[[Connection], T]) -> T:
        def writing() -> T:
            with self._database.writing() as connection:
                return work(connection)

        return await self._threads.run(writing)
