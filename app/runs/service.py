"""RunService: the one way in. A snippet waits for its turn, runs, is understood, and a Report comes out."""

import asyncio
import time
from collections.abc import Callable

from ..errors import LabError, RunsLocked
from ..sandbox.protocol import Limits, Machine, Outcome, Sandbox
from ..settings import Settings
from ..trace import Snippet
from .attempt import attempt
from .cache import Cache
from .check import refuse_absent_device, refuse_unreadable
from .client import LOCAL, Client
from .content import id_of, key_of
from .endings import understand
from .flight import Flights
from .limits import limits_of
from .observer import Nobody, Observer
from .queue import Queue, Ticket
from .quota import Fares, Meter, Windows
from .reading import read
from .report import Report, Timing
from .warmth import Warmth


class RunService:
    """Runs snippets in a sandbox: some at a time, by turns of their clients, and the same one only once."""

    def __init__(self, sandbox: Sandbox, settings: Settings) -> None:
        self._sandbox = sandbox
        self._settings = settings
        self._limits = limits_of(settings)
        self._warmth = Warmth(sandbox)
        self._flights = Flights()
        self._cache = Cache(settings.cache_bytes)
        self._fares = Fares()
        self.queue = Queue(settings, self._places)
        self.meter: Meter = Windows()
        self.observer: Observer = Nobody()

    async def start(self) -> None:
        """Start the sandbox and wait until it is ready; it takes the seconds that importing torch takes."""
        await self._warmth.start()

    async def stop(self) -> None:
        """Stop the sandbox and every run; whoever waits for one is told."""
        await self._flights.stop()
        await self._warmth.stop()

    @property
    def machine(self) -> Machine | None:
        """What runs can count on; None until the sandbox has started."""
        return self._warmth.machine

    @property
    def devices(self) -> tuple[str, ...]:
        """The devices that a snippet may ask for, the fastest last; none until the sandbox has started."""
        return self.machine.devices if self.machine else ()

    @property
    def torch(self) -> str:
        """The version of torch; empty until the sandbox has started."""
        return self.machine.torch if self.machine else ""

    @property
    def ready(self) -> bool:
        """The sandbox has started. A run that comes earlier is let in, and waits for it."""
        return self.machine is not None

    async def run(
        self,
        snippet: Snippet,
        *,
        client: Client = LOCAL,
        fresh: bool = False,
        limits: Limits | None = None,
        queued: Callable[[Ticket], None] | None = None,
    ) -> Report:
        """Run a snippet and understand what came of it; who asks for what was run already is given that report.

        `fresh` has it run now and alone, as whoever wants to measure time must; `limits` may be less than the server's
        own; `queued` is told the ticket of a run that begins. Cancel the caller, and the run is stopped unless
        somebody else waits for it too. Raises BadRequest, NoSuchDevice, RunsLocked, Busy, TooMany,
        TooOften, Warming or SandboxBroken; a snippet that fails is a Report like any other.
        """
        try:
            return await self._given(snippet, client, fresh, limits or self._limits, queued)
        except LabError as error:
            self.observer.refused(error)
            raise

    async def _given(
        self,
        snippet: Snippet,
        client: Client,
        fresh: bool,
        limits: Limits,
        queued: Callable[[Ticket], None] | None,
    ) -> Report:
        """What was known already, or what a run comes to that somebody has begun, or that begins now."""
        refuse_unreadable(snippet, self._settings.source_bytes)
        if self.ready:
            refuse_absent_device(snippet, self.devices)
        key = None if fresh else self._key(snippet, limits)
        if key is not None and (report := self._cache.get(self._id(snippet, limits), key)):
            self.observer.known()
            return report

        def depart() -> asyncio.Task[Report]:
            ticket = self._enter(client)
            if queued is not None:
                queued(ticket)
            return self._depart(snippet, ticket, limits, fresh)

        return await self._flights.board(key, depart)

    def recall(self, id_: str) -> tuple[Snippet, Report] | None:
        """A run of late by the id of its report, with its snippet; None where it is forgotten, or recorded no step.

        It gives out the latest run with this id, so whoever wants that of a certain snippet compares the snippet.
        """
        return self._cache.recall(id_)

    def _places(self) -> int:
        """How many runs at a time: what somebody has set, or what a cluster has room for now."""
        cluster = 0 if "slots" in self._settings.model_fields_set else self._sandbox.places
        return cluster or self._settings.slots

    def _enter(self, client: Client) -> Ticket:
        """A ticket for a run, if it is allowed and finds a place in the queue."""
        if not client.may_run:
            raise RunsLocked
        return self.queue.enter(client)

    def _depart(self, snippet: Snippet, ticket: Ticket, limits: Limits, fresh: bool) -> asyncio.Task[Report]:
        """Begin a run. However it ends, it leaves its place."""
        task = asyncio.create_task(self._execute(snippet, ticket, limits, fresh))
        task.add_done_callback(lambda _: self.queue.leave(ticket))
        return task

    async def _count(self, client: Client) -> None:
        """Count a new run once it has found a place: what a full queue turns away costs nothing. Raises TooOften."""
        if client.quota is not None:
            await self._fares.pay(self.meter, client.quota, client.question)

    async def _execute(self, snippet: Snippet, ticket: Ticket, limits: Limits, fresh: bool) -> Report:
        asked = time.monotonic()
        await self._count(ticket.client)
        await ticket.turn
        await self._warmth.wait(self._settings.warming_seconds)
        refuse_absent_device(snippet, self.devices)
        queued = time.monotonic() - asked
        outcome = await attempt(self._sandbox, snippet, limits)
        self.queue.pace.note(outcome.wall_seconds)
        report = await self._report(snippet, outcome, limits, queued)
        self._cache.keep(None if fresh else self._key(snippet, limits), snippet, report, outcome)
        self.observer.ended(report, outcome)
        return report

    async def _report(self, snippet: Snippet, outcome: Outcome, limits: Limits, queued: float) -> Report:
        reading = await read(outcome, limits)
        trace = reading.trace
        status, said = understand(outcome, trace, limits)
        program = trace.seconds if trace is not None else None
        return Report(
            id=self._id(snippet, limits),
            status=status,
            message=str(said),
            sentence=said,
            trace=trace,
            diagnoses=reading.diagnoses,
            timing=Timing(queued=queued, wall=outcome.wall_seconds, cpu=outcome.cpu_seconds, program=program),
            stdout=_characters(outcome.stdout),
            stderr=_characters(outcome.stderr),
            output_cut=outcome.output_cut,
        )

    def _id(self, snippet: Snippet, limits: Limits) -> str:
        return id_of(snippet, self.machine, None if limits == self._limits else limits)

    def _key(self, snippet: Snippet, limits: Limits) -> str:
        return key_of(snippet, self.machine, limits)


def _characters(text: str) -> str:
    """Half a surrogate pair is no character, and no answer could carry it."""
    return text.encode("utf-8", "backslashreplace").decode()
