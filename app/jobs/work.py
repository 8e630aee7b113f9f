"""Work: a job that this server runs. Its programs run one after the other, in the line of whoever wants it."""

import asyncio
import logging
from dataclasses import replace

from ..errors import Busy, LabError, TooOften, Warming
from ..runs.client import Client
from ..runs.queue import Ticket
from ..runs.report import Report
from ..runs.service import RunService
from ..sandbox.protocol import Limits
from .answer import Answer, Trouble
from .job import Job, Progress, Stage
from .task import Task

AGAIN_SECONDS = 0.2
"""How soon a run that found its line full knocks again: it has all the time that there is."""
MOST_SECONDS = 2.0
"""The same for one that has had too many runs in this minute."""

_log = logging.getLogger(__name__)


class Work:
    """A job that goes on here, from the moment it is made until `stop`."""

    def __init__(self, job: Job, runs: RunService, own: Limits) -> None:
        self._job = job
        self._runs = runs
        self._own = own
        self._ticket: Ticket | None = None
        self._done = 0
        self.answering = asyncio.create_task(self._answers())

    @property
    def job(self) -> Job:
        """The job as it is now; with its answers, once they are all there."""
        if self.answering.done() and not self.answering.cancelled():
            return replace(self._job, progress=Progress(Stage.DONE, done=self._done), answers=self.answering.result())
        return replace(self._job, progress=self.progress)

    @property
    def progress(self) -> Progress:
        """How far it has come."""
        waits = self._ticket is None or not self._ticket.turn.done()
        state = Stage.WAITING if waits and not self._done else Stage.RUNNING
        if self._ticket is None or not (place := self._ticket.place):
            return Progress(state, done=self._done)
        return Progress(state, place, self._ticket.estimate, self._done)

    async def stop(self) -> None:
        """Stop what runs; what has been answered stays."""
        self.answering.cancel()
        await asyncio.wait({self.answering})

    async def _answers(self) -> tuple[Answer, ...]:
        answers = list[Answer]()
        for number, task in enumerate(self._job.errand.tasks):
            # However often it knocks, it counts as one run.
            client = replace(self._job.errand.client, question=f"{self._job.id} {number}")
            answers.append(await self._answer(task, client))
            self._done, self._ticket = len(answers), None
        return tuple(answers)

    async def _answer(self, task: Task, client: Client) -> Answer:
        while True:
            try:
                return Answer(report=await self._run(task, client))
            except Busy as error:
                if isinstance(error, Warming):  # it has waited long enough in there
                    return Answer(trouble=Trouble.of(error))
                pause = MOST_SECONDS if isinstance(error, TooOften) else AGAIN_SECONDS
            except LabError as error:
                return Answer(trouble=Trouble.of(error))
            except Exception:
                _log.exception("A job could not be run")
                return Answer(trouble=Trouble.of(LabError()))
            await asyncio.sleep(pause)

    async def _run(self, task: Task, client: Client) -> Report:
        limits = task.limits.of(self._own)
        return await self._runs.run(task.snippet, client=client, fresh=task.fresh, limits=limits, queued=self._take)

    def _take(self, ticket: Ticket) -> None:
        self._ticket = ticket
