"""RaySandbox: a Sandbox whose runs are spread over the machines of a Ray cluster."""

import asyncio
import logging
import uuid
from dataclasses import replace
from importlib.util import find_spec

from ..errors import ClusterAway, SandboxBroken
from ..sandbox.protocol import Limits, Machine, Outcome
from ..sentence import sentence
from ..trace import Device, Snippet
from .admission import Admission, together
from .channel import Lost
from .link import Link
from .member import Member
from .roster import Roster

LOOK_SECONDS = 2.0
AWAY_SECONDS = 15.0
"""So long after the cluster could not be reached it is tried again."""
PATIENCE_SECONDS = 30.0
"""How long a run waits where there is no machine for it."""
SILENCE_SECONDS = 30.0
"""Beyond what two runs may take by the clock, for one may have to wait for another server's: a machine that has not
answered then is given up."""

_log = logging.getLogger(__name__)


class RaySandbox:
    """The Sandbox of a cluster. A run whose machine is lost is run once more, on another.

    What it says of its machines held for each of them when it started; one that comes later must not be worse.
    """

    def __init__(self, address: str, *, trusted: bool) -> None:
        if find_spec("ray") is None:
            raise SandboxBroken("Ray is not installed.", hint="pip install 'inplace-lab[cluster]'")
        self._link = Link(address)
        self._roster = Roster(self._link, uuid.uuid4().hex, Admission(trusted))
        self._machine: Machine | None = None
        self._watching: asyncio.Task[None] | None = None

    @property
    def machine(self) -> Machine:
        """What could be said of all machines when the sandbox started."""
        if self._machine is None:
            raise SandboxBroken("The sandbox has not been started.")
        return self._machine

    @property
    def members(self) -> tuple[Member, ...]:
        """The machines that runs may go to now."""
        return tuple(self._roster.members.values())

    @property
    def places(self) -> int:
        """How many runs they can take at the same time: one a processor."""
        return sum(member.node.processors for member in self.members)

    async def start(self) -> None:
        """Connect, and wait for the runners of all machines. Takes seconds. Raises ClusterAway."""
        try:
            self._machine = await self._gather()
        except BaseException:
            await self.stop()
            raise
        self._roster.admission = replace(self._roster.admission, promised=self._machine.level)
        self._watching = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Stop every run, and leave the machines to other servers."""
        if self._watching:
            self._watching.cancel()
            self._watching = None
        if self._link.alive:
            await self._roster.leave()
            await self._link.close()

    async def run(self, snippet: Snippet, limits: Limits) -> Outcome:
        """Run the snippet to its end or to a limit. Raises ClusterAway where two machines were lost over it."""
        snippet = self._placed(snippet)
        for _ in range(2):
            member = await self._find(gpu=snippet.device == "cuda")
            try:
                async with asyncio.timeout(2 * limits.wall_seconds + SILENCE_SECONDS):
                    return await self._roster.run(member, snippet, limits)
            except TimeoutError:
                self._roster.drop(member, "it has not answered")
            except Lost as why:
                self._roster.drop(member, str(why))
        raise ClusterAway(sentence("Two machines were lost while they ran this program, one after the other."))

    def _placed(self, snippet: Snippet) -> Snippet:
        """The snippet with the device that it will have: not every machine has what `auto` stands for."""
        device: Device = "cuda" if self.machine.gpu else "cpu"
        return snippet.model_copy(update={"device": device}) if snippet.device == "auto" else snippet

    async def _find(self, *, gpu: bool) -> Member:
        if self._watching is None:
            raise SandboxBroken(sentence("The sandbox has been stopped."))
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await self._roster.find(gpu=gpu)
        except TimeoutError:
            said = sentence("No machine that could run this program can be reached right now.")
            raise ClusterAway(said) from None

    async def _gather(self) -> Machine:
        """What can be said of all machines; of those without walls where there are no others, for the gate to judge."""
        try:
            await self._link.open()
            await self._roster.look()
        except Lost as why:
            raise ClusterAway(sentence("The cluster cannot be reached; the server's log says why.")) from why
        await self._roster.settle()
        machines = [member.machine for member in self.members] or self._roster.uncontained
        if not machines:
            raise ClusterAway(sentence("No machine of the cluster can run programs; the server's log says why."))
        return together(machines, gpu=any(member.gpus for member in self.members))

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                if not self._link.alive:
                    self._roster.forget()
                    await self._link.open()
                await self._roster.look()
            except Lost as why:
                _log.warning("The cluster is lost: %s", why)
                await self._link.close()
            except ClusterAway:
                await asyncio.sleep(AWAY_SECONDS)
