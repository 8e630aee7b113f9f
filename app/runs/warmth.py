"""Warmth: the sandbox is started once, for all who need it, and again by the next who asks where that failed."""

import asyncio

from ..errors import SandboxBroken, Warming
from ..sandbox.protocol import Machine, Sandbox
from ..sentence import sentence

COME_BACK_SECONDS = 5


class Warmth:
    """Whether the sandbox has started. `machine` is what it found then, and None before."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._start: asyncio.Task[None] | None = None
        self._stopped = False
        self.machine: Machine | None = None

    async def start(self) -> None:
        """Return once the sandbox has started, again after a stop too."""
        if self._stopped:
            self._stopped, self.machine = False, None
        await self.wait()

    async def wait(self, seconds: float | None = None) -> None:
        """Return once the sandbox has started; the first who waits starts it.

        Raises Warming where that takes longer than so many seconds, and SandboxBroken where it fails.
        """
        if self._stopped:
            raise SandboxBroken(sentence("The sandbox has been stopped."))
        if self.machine is None:
            await self._begun(seconds)

    async def stop(self) -> None:
        """Stop the sandbox, in the middle of its start too; no run starts it again."""
        self._stopped = True
        if self._start is not None and not self._start.done():
            self._start.cancel()
            await asyncio.wait({self._start})
        await self._sandbox.stop()

    async def _begun(self, seconds: float | None) -> None:
        if self._start is None or self._start.done():
            self._start = asyncio.create_task(self._warm())
        start = self._start
        await asyncio.wait({start}, timeout=seconds)
        if not start.done():
            said = sentence("It has not become ready within %(seconds)s s.", seconds=f"{seconds:g}")
            raise Warming(said, retry_after=COME_BACK_SECONDS)
        if start.cancelled():
            raise SandboxBroken(sentence("The sandbox has been stopped."))
        start.result()

    async def _warm(self) -> None:
        try:
            await self._sandbox.start()
        except OSError as error:
            raise SandboxBroken(f"The sandbox could not be started: {error.strerror or error}.") from error
        self.machine = self._sandbox.machine
