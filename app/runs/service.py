"""RunService: the one way in. A snippet waits for its turn, runs, is understood, and a Report comes out."""

import asyncio
import time

from ..sandbox.protocol import Limits, Machine, Outcome, Sandbox
from ..settings import Settings
from ..trace import Snippet
from .attempt import attempt
from .cache import Cache
from .check import refuse_absent_device, refuse_unreadable
from .content import id_of, key_of
from .endings import understand
from .flight import Flights
from .queue import Queue, Ticket
from .reading import read
from .report import Report, Timing
from .warmth import Warmth


class RunService:
    """Runs snippets in a sandbox: some at a time, by turns of their clients, and the same one only once."""

    def __init__(self, sandbox: Sandbox, settings: Settings) -> None:
        self._sandbox = sandbox
        self._settings = settings
        self._limits = _limits(settings)
        self._warmth = Warmth(sandbox)
        self._flights = Flights()
        self._cache = Cache(settings.cache_bytes)
        self.queue = Queue(settings)

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

    async def run(self, snippet: Snippet, *, client: str = "local", fresh: bool = False) -> Report:
        """Run a snippet and understand what came of it; who asks for what was run already is given that report.

        `fresh` has it run now and alone, as whoever wants to measure time must. Cancel the caller, and the run is
        stopped unless somebody else waits for it too. Raises BadRequest, NoSuchDevice, Busy, TooMany, Warming or
        SandboxBroken; a snippet that fails is a Report like any other.
        """
        refuse_unreadable(snippet, self._settings.source_bytes)
        if self.ready:
            refuse_absent_device(snippet, self.devices)
        key = None if fresh else self._key(snippet)
        if key is not None and (report := self._cache.get(id_of(snippet, self.machine), key)):
            return report
        return await self._flights.board(key, lambda: self._depart(snippet, client, fresh))

    def recall(self, id_: str) -> tuple[Snippet, Report] | None:
        """A run of late by the id of its report, with its snippet; None where it is forgotten, or recorded no step.

        It gives out the latest run with this id, so whoever wants that of a certain snippet compares the snippet.
        """
        return self._cache.recall(id_)

    def _depart(self, snippet: Snippet, client: str, fresh: bool) -> asyncio.Task[Report]:
        """Begin a run, unless there is no place in the queue. However it ends, it leaves its place."""
        ticket = self.queue.enter(client)
        task = asyncio.create_task(self._execute(snippet, ticket, fresh))
        task.add_done_callback(lambda _: self.queue.leave(ticket))
        return task

    async def _execute(self, snippet: Snippet, ticket: Ticket, fresh: bool) -> Report:
        asked = time.monotonic()
        await ticket.turn
        await self._warmth.wait(self._settings.warming_seconds)
        refuse_absent_device(snippet, self.devices)
        queued = time.monotonic() - asked
        outcome = await attempt(self._sandbox, snippet, self._limits)
        self.queue.pace.note(outcome.wall_seconds)
        report = await self._report(snippet, outcome, queued)
        self._cache.keep(None if fresh else self._key(snippet), snippet, report, outcome)
        return report

    async def _report(self, snippet: Snippet, outcome: Outcome, queued: float) -> Report:
        reading = await read(outcome, self._limits)
        trace = reading.trace
        status, said = understand(outcome, trace, self._limits)
        program = trace.seconds if trace is not None else None
        return Report(
            id=id_of(snippet, self.machine),
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

    def _key(self, snippet: Snippet) -> str:
        return key_of(snippet, self.machine, self._limits)


def _limits(settings: Settings) -> Limits:
    return Limits(**{name: getattr(settings, name) for name in Limits.__dataclass_fields__})


def _characters(text: str) -> str:
    """Half a surrogate pair is no character, and no answer could carry it."""
    return text.encode("utf-8", "backslashreplace").decode()
