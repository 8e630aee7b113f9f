"""RunService: the one way in. A snippet waits for a free place, runs, is understood, and a Report comes out."""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ..diagnosis.diagnose import diagnose
from ..errors import BadRequest, Busy, NoSuchDevice
from ..sandbox.protocol import Ending, Limits, Machine, Outcome, Sandbox
from ..settings import Settings
from ..trace import Snippet, Trace
from .endings import understand
from .report import Report, Timing


class RunService:
    """Runs snippets in a sandbox, at most `slots` at a time, with a bounded queue before it."""

    def __init__(self, sandbox: Sandbox, settings: Settings) -> None:
        self._sandbox = sandbox
        self._settings = settings
        self._places = asyncio.Semaphore(settings.slots)
        self._waiting = 0
        self._limits = _limits(settings)
        self._machine: Machine | None = None

    async def start(self) -> None:
        """Start the sandbox; it takes the seconds that importing torch takes."""
        await self._sandbox.start()
        self._machine = self._sandbox.machine

    async def stop(self) -> None:
        """Stop the sandbox and every run in it."""
        await self._sandbox.stop()

    @property
    def machine(self) -> Machine | None:
        """What runs can count on; None until the sandbox has started."""
        return self._machine

    @property
    def devices(self) -> tuple[str, ...]:
        """The devices that a snippet may ask for, the fastest last; none until the sandbox has started."""
        return self._machine.devices if self._machine else ()

    @property
    def torch(self) -> str:
        """The version of torch; empty until the sandbox has started."""
        return self._machine.torch if self._machine else ""

    @property
    def ready(self) -> bool:
        """The sandbox has started."""
        return self._machine is not None

    async def run(self, snippet: Snippet) -> Report:
        """Run a snippet and understand what came of it.

        Raises BadRequest, NoSuchDevice, Busy or SandboxBroken; a snippet that fails is a Report like any other.
        """
        self._check(snippet)
        asked = time.monotonic()
        async with self._place():
            queued = time.monotonic() - asked
            outcome = await self._sandbox.run(snippet, self._limits)
        return self._report(snippet, outcome, queued)

    def _check(self, snippet: Snippet) -> None:
        size = len(snippet.source.encode("utf-8", "surrogatepass"))
        if size > self._settings.source_bytes:
            raise BadRequest(
                f"The source is {size} bytes long; this server runs at most {self._settings.source_bytes}.",
                hint="Cut the program down to the lines that matter.",
            )
        if self.ready and snippet.device not in ("auto", *self.devices):
            raise NoSuchDevice(f"This machine offers {', '.join(self.devices)}, not {snippet.device}.")

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        if self._places.locked() and self._waiting >= self._settings.queue_length:
            raise Busy(f"{self._waiting} runs are waiting already, and more are not let in.")
        self._waiting += 1
        try:
            await self._places.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._places.release()

    def _report(self, snippet: Snippet, outcome: Outcome, queued: float) -> Report:
        trace = _trace_in(outcome)
        status, message = understand(outcome, trace, self._limits)
        return Report(
            id=self._id(snippet),
            status=status,
            message=message,
            trace=trace,
            diagnoses=diagnose(trace) if trace is not None else (),
            timing=Timing(
                queued=queued,
                wall=outcome.wall_seconds,
                cpu=outcome.cpu_seconds,
                program=trace.seconds if trace is not None else None,
            ),
            stdout=outcome.stdout,
            stderr=outcome.stderr,
            output_cut=outcome.output_cut,
        )

    def _id(self, snippet: Snippet) -> str:
        return hashlib.sha256(f"{self.torch}\n{snippet.model_dump_json()}".encode()).hexdigest()[:10]


def _limits(settings: Settings) -> Limits:
    return Limits(**{name: getattr(settings, name) for name in Limits.__dataclass_fields__})


def _trace_in(outcome: Outcome) -> Trace | None:
    """The trace that a run handed in, where it is one. It is the snippet's word: a forged one may be any bytes."""
    if outcome.ending is not Ending.RETURNED:
        return None
    try:
        trace = Trace.model_validate_json(outcome.result)
        trace.self_check()
    except (ValueError, RecursionError):
        return None
    return trace
