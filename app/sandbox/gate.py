"""The Gate before a sandbox: where nothing contains a program, none runs, unless the owner of the machine said so.

What a machine offers is known only once the sandbox has started, and may change with its next kernel. So the question
is asked here, at each start, and not where somebody reads settings.
"""

import asyncio

from ..errors import NotContained
from ..trace import Snippet
from .level import Level
from .protocol import Limits, Machine, Outcome, Sandbox


class Gate:
    """A Sandbox that refuses to start where its machine is at level D and `trusted` is not set."""

    def __init__(self, sandbox: Sandbox, *, trusted: bool) -> None:
        self._sandbox = sandbox
        self._trusted = trusted
        self._turn = asyncio.Lock()
        self._open = False
        self.decided = asyncio.Event()

    @property
    def machine(self) -> Machine:
        """What is known of the machine."""
        return self._sandbox.machine

    @property
    def places(self) -> int:
        """How many runs at a time suit the sandbox now."""
        return self._sandbox.places

    @property
    def refused(self) -> bool:
        """The sandbox has started, and nothing here would contain a program."""
        return self.decided.is_set() and not self._open

    async def start(self) -> None:
        """Start the sandbox; a second call finds it started, or refused. Raises NotContained."""
        async with self._turn:
            if not self.decided.is_set():
                await self._sandbox.start()
                await self._decide()
        if self.refused:
            raise NotContained

    async def stop(self) -> None:
        """Stop the sandbox."""
        await self._sandbox.stop()

    async def run(self, snippet: Snippet, limits: Limits) -> Outcome:
        """Run the snippet. Raises NotContained."""
        if not self._open:
            raise NotContained
        return await self._sandbox.run(snippet, limits)

    async def _decide(self) -> None:
        self._open = self._trusted or self.machine.level is not Level.D
        if not self._open:
            await self._sandbox.stop()
        self.decided.set()
