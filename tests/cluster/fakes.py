"""A link to a cluster that is made up: machines that come, go, break and keep silent as they are told to."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from typing import Any

import pytest

from inplace_lab import __version__
from inplace_lab.cluster import sandbox as module
from inplace_lab.cluster.channel import Lost, Message
from inplace_lab.cluster.member import Node
from inplace_lab.cluster.sandbox import RaySandbox
from inplace_lab.cluster.wire import machine_row, row_of
from inplace_lab.errors import SandboxBroken
from inplace_lab.sandbox.protocol import Machine
from inplace_lab.sandbox.walls import Walls

from ..runs.fakes import outcome
from ..sandbox.pools import LIMITS


@dataclass
class FakeNode:
    """A machine. What it does with a run is the next of `fates`: "lost", "silent" or "broken"; else it answers."""

    id: str
    processors: int = 2
    gpus: int = 0
    walls: Walls = Walls.ALL
    torch: str = version("torch")
    lab: str = __version__
    fates: list[str] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)
    left: bool = False

    @property
    def node(self) -> Node:
        return Node(self.id, self.id, self.processors, self.gpus)

    async def run(self, data: bytes) -> Message:
        """End as it is fated to."""
        self.ran.append(data.decode())
        match self.fates.pop(0) if self.fates else "answers":
            case "lost":
                raise Lost("its power went")
            case "silent":
                await asyncio.sleep(3600)
            case "broken":
                raise SandboxBroken("There was no place to run.")
        return Message({"outcome": row_of(outcome())}, b"{}")


class FakeLink:
    """Leads to these machines, and to those that are added later."""

    def __init__(self, *nodes: FakeNode) -> None:
        self.nodes = {node.id: node for node in nodes}
        self.alive = False

    async def open(self) -> None:
        """It works at once."""
        self.alive = True

    async def close(self) -> None:
        """So does this."""
        self.alive = False

    async def ask(self, what: str, node: Any = None, *arguments: object, data: bytes = b"") -> Message:
        """What the machine answers."""
        if what == "nodes":
            return Message({"nodes": [asdict(each.node) for each in self.nodes.values()]})
        there = self.nodes[node["id"] if what == "start" else node]
        match what:
            case "start":
                machine = Machine(there.torch, there.gpus > 0, 1, (), there.walls, 7)
                return Message({"lab": there.lab, "machine": machine_row(machine)})
            case "greet":
                return Message({"others": 0})
            case "leave":
                there.left = True
                return Message({})
        return await there.run(data)


def clustered(
    patch: pytest.MonkeyPatch,
    test: Callable[[RaySandbox, FakeLink], Awaitable[None]],
    *nodes: FakeNode,
    trusted: bool = False,
) -> None:
    """Run an async test with a sandbox before these machines."""
    link = FakeLink(*nodes)
    patch.setattr(module, "Link", lambda _: link)
    patch.setattr(module, "find_spec", lambda name: name)
    patch.setattr(module, "LOOK_SECONDS", 0.01)
    patch.setattr(module, "PATIENCE_SECONDS", 0.3)
    patch.setattr(module, "SILENCE_SECONDS", 0.1 - 2 * LIMITS.wall_seconds)

    async def run() -> None:
        sandbox = RaySandbox("nowhere", trusted=trusted)
        try:
            async with asyncio.timeout(20):
                await test(sandbox, link)
        finally:
            await sandbox.stop()

    asyncio.run(run())
