"""The Roster: the machines of the cluster that runs may go to. It looks now and then who has come and who has gone."""

import asyncio
import logging
import time
from contextlib import suppress
from dataclasses import asdict
from math import inf

from ..errors import SandboxBroken
from ..sandbox.level import Level
from ..sandbox.protocol import Limits, Machine, Outcome
from ..trace import Snippet
from .admission import Admission
from .channel import Lost
from .chooser import choose
from .link import Link
from .member import Member, Node
from .wire import machine_of, outcome_of

NODES_SECONDS = 20.0
SETTLE_SECONDS = 60.0
"""So long a server that starts waits for the slowest machine; one that is later joins later."""
START_SECONDS = 150.0
GREETING_SECONDS = 10.0
AGAIN_SECONDS = 15.0
"""After so long a machine that could not start its runner is asked again."""

_log = logging.getLogger(__name__)


class Roster:
    """The members. `guest` is the name by which their runners know this server."""

    def __init__(self, link: Link, guest: str, admission: Admission) -> None:
        self._link = link
        self._guest = guest
        self.admission = admission
        self.members: dict[str, Member] = {}
        self.uncontained: list[Machine] = []
        self._invited: dict[str, asyncio.Task[None]] = {}
        self._not_before: dict[str, float] = {}
        self._joined = asyncio.Event()

    async def look(self) -> None:
        """Invite who has come, forget who has gone. Raises Lost where the cluster itself does not answer."""
        nodes = await self._nodes()
        there = {node.id for node in nodes}
        for member in [member for id_, member in self.members.items() if id_ not in there]:
            self.drop(member, "it has left the cluster")
        for node in nodes:
            if node.id not in self.members and node.id not in self._invited and self._may_ask(node):
                self._invited[node.id] = asyncio.create_task(self._invite(node))
        await asyncio.gather(*(self._greet(member) for member in list(self.members.values())))

    async def settle(self) -> None:
        """Wait for those who were invited, but not for ever."""
        if self._invited:
            await asyncio.wait(self._invited.values(), timeout=SETTLE_SECONDS)

    async def find(self, *, gpu: bool) -> Member:
        """The machine for a run, as soon as there is one."""
        while not self._link.alive or (member := choose(self.members.values(), gpu=gpu)) is None:
            self._joined.clear()
            await self._joined.wait()
        return member

    async def run(self, member: Member, snippet: Snippet, limits: Limits) -> Outcome:
        """Run a snippet there. Raises Lost, SandboxBroken."""
        with member.occupied():
            data = snippet.model_dump_json().encode()
            told = await self._link.ask("run", member.node.id, self._guest, asdict(limits), data=data)
        return outcome_of(told.words["outcome"], told.data)

    def drop(self, member: Member, why: str) -> None:
        """No more runs for this machine, until it is found again."""
        if self.members.get(member.node.id) is member:
            del self.members[member.node.id]
            _log.warning("%s runs no more programs: %s", member.node.address, why)

    async def leave(self) -> None:
        """Tell every runner that this server needs it no more, and forget them."""
        there = {*self.members, *self._invited}
        for task in (tasks := list(self._invited.values())):
            task.cancel()
        await asyncio.gather(*tasks, *map(self._part, there), return_exceptions=True)
        self.forget()

    def forget(self) -> None:
        """Begin anew: the link leads to a cluster that knows nothing of what was."""
        self.members.clear()
        self.uncontained.clear()
        self._not_before.clear()

    def _may_ask(self, node: Node) -> bool:
        return time.monotonic() >= self._not_before.get(node.id, 0.0)

    async def _nodes(self) -> list[Node]:
        try:
            async with asyncio.timeout(NODES_SECONDS):
                told = await self._link.ask("nodes")
        except TimeoutError:
            raise Lost("the head of the cluster does not answer") from None
        return [Node(**row) for row in told.words["nodes"]]

    async def _invite(self, node: Node) -> None:
        try:
            async with asyncio.timeout(START_SECONDS):
                told = await self._link.ask("start", asdict(node), self._guest)
            await self._judge(node, told.words["lab"], machine_of(told.words["machine"]))
        except (Lost, SandboxBroken, TimeoutError) as error:
            self._not_before[node.id] = time.monotonic() + AGAIN_SECONDS
            _log.warning("No program is run on %s: %s", node.address, error or "its runner does not start")
        finally:
            del self._invited[node.id]

    async def _judge(self, node: Node, lab: str, machine: Machine) -> None:
        if refusal := self.admission.refusal(lab, machine):
            self._not_before[node.id] = inf
            if machine.level is Level.D:
                self.uncontained.append(machine)
            _log.warning("No program is run on %s: it %s.", node.address, refusal)
            await self._part(node.id)
            return
        self.members[node.id] = Member(node, machine)
        self._joined.set()

    async def _greet(self, member: Member) -> None:
        try:
            async with asyncio.timeout(GREETING_SECONDS):
                told = await self._link.ask("greet", member.node.id, self._guest)
            member.others = told.words["others"]
        except TimeoutError:
            self.drop(member, "it does not answer")
        except (Lost, SandboxBroken) as error:
            self.drop(member, str(error))

    async def _part(self, node_id: str) -> None:
        with suppress(Lost, SandboxBroken, TimeoutError):
            async with asyncio.timeout(GREETING_SECONDS):
                await self._link.ask("leave", node_id, self._guest)
