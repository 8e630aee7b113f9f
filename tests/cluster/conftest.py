"""One Ray cluster of three machines for all tests of the cluster, and a run service before it."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

import pytest

from inplace_lab.cluster import link
from inplace_lab.cluster.sandbox import RaySandbox
from inplace_lab.errors import ClusterAway
from inplace_lab.runs.service import RunService
from inplace_lab.settings import Settings

from .machines import PROCESSORS, Cluster, Machine

PATIENCE = 240.0
"""Seconds for any of these tests on a slow machine."""

T = TypeVar("T")


@dataclass
class Served:
    """A run service before a cluster, and the loop that both live in."""

    runner: asyncio.Runner
    cluster: Cluster
    sandbox: RaySandbox
    runs: RunService

    def wait(self, doing: Awaitable[T]) -> T:
        """What it comes to."""

        async def done() -> T:
            async with asyncio.timeout(PATIENCE):
                return await doing

        return self.runner.run(done())

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait, while the loop goes on."""
        while not true():
            await asyncio.sleep(0.05)

    async def add(self, count: int) -> list[Machine]:
        """So many machines more, once runs may go to them."""
        places = self.sandbox.places + count * PROCESSORS
        machines = [self.cluster.add() for _ in range(count)]
        await self.until(lambda: self.sandbox.places == places)
        return machines


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """Three machines that are there, and a server on the first."""
    if find_spec("ray") is None:
        pytest.skip("Ray is not installed: pip install 'inplace-lab[cluster]'")
    folder = Path(tempfile.mkdtemp(prefix="lab-ray-"))  # short: Ray puts sockets far below it
    with pytest.MonkeyPatch.context() as patch, asyncio.Runner() as runner:
        patch.setenv("RAY_AUTH_MODE", "token")
        patch.setenv("RAY_AUTH_TOKEN", "do-not-tell" * 4)
        patch.setenv("INPLACE_LAB_WARM_CHILDREN", "1")
        cluster = Cluster(folder)
        try:
            patch.setattr(link, "_COMMAND", (*cluster.head.prefix, *link._COMMAND))
            served = _served(runner, cluster)
            try:
                served.wait(_start(served))
                yield served
            finally:
                served.wait(served.runs.stop())
        finally:
            cluster.stop()
            shutil.rmtree(folder, ignore_errors=True)


def _served(runner: asyncio.Runner, cluster: Cluster) -> Served:
    sandbox = RaySandbox(cluster.address, trusted=False)
    runs = RunService(sandbox, Settings(slots=8, queue_length=64, wall_seconds=20))
    return Served(runner, cluster, sandbox, runs)


async def _start(served: Served) -> None:
    """Start as soon as the head is there; then let two more machines join."""
    while not served.runs.ready:
        try:
            await served.runs.start()
        except ClusterAway:
            await asyncio.sleep(1)
    await served.add(2)
