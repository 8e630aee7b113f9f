"""Services: what the routes are given to work with."""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from ..access.keychain import Keychain
from ..access.quotas import Quotas
from ..classroom.rooms import Rooms
from ..errors import LabError
from ..jobs.jobs import Jobs
from ..lab.cheatsheet.measuring import CheatSheets
from ..lab.service import Lab
from ..runs.diagnoses import Clinic
from ..runs.service import RunService
from ..settings import Settings
from ..store.store import Store
from .classroom.once import Once
from .lessons.bookshelf import Bookshelf
from .metrics import Metrics
from .reproductions import Reproductions
from .search.finder import Finder

_log = logging.getLogger(__name__)
_PAGES = 50


@dataclass
class Services:
    """The run service and what is made of runs, the store of links, and whether they are ready."""

    settings: Settings
    runs: RunService
    lab: Lab
    store: Store = field(init=False)
    rooms: Rooms = field(init=False)
    keychain: Keychain = field(init=False)
    quotas: Quotas = field(init=False)
    metrics: Metrics = field(init=False)
    draining: bool = field(default=False, init=False)
    """The server is about to stop, and takes nobody any more."""
    jobs: Jobs = field(init=False)
    clinic: Clinic = field(init=False)
    reproductions: Reproductions = field(init=False)
    cheatsheets: CheatSheets = field(init=False)
    finder: Finder = field(default_factory=Finder, init=False)
    drawn: Once = field(default_factory=Once, init=False)
    moments: Once = field(default_factory=lambda: Once(_PAGES), init=False)
    """Whole pages of the last seconds."""
    bookshelf: Bookshelf = field(init=False)
    _warmup: asyncio.Task[None] | None = field(default=None, init=False)
    _opening: asyncio.Task[None] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.store = Store(self.settings)
        self.rooms = Rooms(self.settings, self.store, self.runs)
        self.jobs = Jobs(self.settings, self.store.database, self.runs)
        self.clinic = Clinic(self.runs)
        self.reproductions = Reproductions(self.runs, self.clinic)
        self.cheatsheets = CheatSheets(self.runs, self.lab, self.clinic)
        self.bookshelf = Bookshelf(self.settings.lessons_dir)
        self.keychain = Keychain(self.store.database)
        self.quotas = Quotas(self.store.database)
        self.metrics = Metrics(self)
        self.runs.meter, self.runs.observer = self.quotas, self.metrics

    @property
    def warming(self) -> bool:
        """The first result is still being measured."""
        return self._warmup is None or not self._warmup.done()

    @property
    def devices(self) -> tuple[str, ...]:
        """The devices to choose from, the fastest last."""
        return self.runs.devices or ("cpu",)

    async def start(self) -> None:
        """Begin to warm up, and return at once: a page is better than a silent browser."""
        self._warmup = asyncio.create_task(self._warm())
        self._opening = asyncio.create_task(self.store.start())
        await self.rooms.start()
        self.jobs.start()

    def drain(self) -> None:
        """Get ready to stop: who only listens is let go, to come back to another server."""
        self.draining = True
        self.rooms.dismiss()
        self.jobs.dismiss()

    async def stop(self) -> None:
        """End every run, and close the store."""
        for task in (self._warmup, self._opening):
            if task is not None:
                task.cancel()
                await asyncio.wait([task])
        await self.reproductions.stop()
        await self.cheatsheets.stop()
        await self.jobs.stop()
        await self.runs.stop()
        await self.rooms.stop()
        await self.keychain.stop()
        await self.quotas.stop()
        await self.store.stop()

    async def _warm(self) -> None:
        try:
            await self.runs.start()
            await self.lab.warm()
        except LabError as error:
            # Whoever opens the page asks again, and is then shown what is wrong.
            _log.error("The first run failed: %s", error.detail)
        except Exception:
            # A task that nobody awaits: without this line its error would never be heard of.
            _log.exception("The first run failed")


def services_of(request: Request) -> Services:
    """The services of the app that serves this request."""
    services = request.app.state.services
    assert isinstance(services, Services)  # noqa: S101
    return services


async def _given(request: Request) -> Services:
    """The same for a route. It is async as every such function here: FastAPI gives others a thread each time."""
    return services_of(request)


Given = Annotated[Services, Depends(_given)]
