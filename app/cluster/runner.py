"""The Runner: the pool of one machine of the cluster, as an actor of Ray. Several servers may share it.

It lives as long as a server says now and then that it is there; servers may go without a word. What comes in and what
goes out is text, numbers and bytes: a program meets no process but the child that it runs in.
"""

import asyncio
import os
import time
from collections import Counter
from typing import Any

from .. import __version__
from ..errors import SandboxBroken
from ..sandbox.child import HANDED
from ..sandbox.pool import Pool
from ..sandbox.protocol import Limits, Outcome
from ..settings import Settings
from .wire import machine_row, row_of

GUEST_SECONDS = 180.0
"""A server that was not heard of for so long has gone; longer than any pool takes to start."""
LOOK_SECONDS = 1.0
_NOBODY_YET = ""

Answer = tuple[dict[str, Any], bytes]


class Runner:
    """One machine's pool, with so many places to run. Warm children and folders are this machine's own settings."""

    def __init__(self, places: int) -> None:
        settings = Settings()
        self._pool = Pool(warm_children=settings.warm_children, data_dir=settings.data_dir)
        self._free = asyncio.Semaphore(places)
        self._starting = asyncio.Lock()
        self._started = False
        self._heard = {_NOBODY_YET: time.monotonic()}
        self._running: Counter[str] = Counter()
        self._keeper = asyncio.create_task(self._keep())  # Ray makes actors like this one in their loop

    async def start(self, guest: str, _: bytes) -> Answer:
        """Start the pool for the first server that asks; tell each what this machine is, and which Lab it has."""
        self._heard[guest] = time.monotonic()
        self._heard.pop(_NOBODY_YET, None)
        async with self._starting:
            try:
                await self._start()
            except (SandboxBroken, OSError) as error:
                return {"broken": _said(error)}, b""
        return {"lab": __version__, "machine": machine_row(self._pool.machine)}, b""

    async def greet(self, guest: str, _: bytes) -> Answer:
        """The server is still there; it is told how many runs of others there are."""
        self._heard[guest] = time.monotonic()
        return {"others": self._running.total() - self._running[guest]}, b""

    async def leave(self, guest: str, _: bytes) -> Answer:
        """The server has no more runs. Once the last of them has left, the runner ends."""
        self._heard.pop(guest, None)
        return {}, b""

    async def run(self, guest: str, limits: dict[str, Any], snippet: bytes) -> Answer:
        """Run a snippet, given as JSON, once there is a place."""
        self._running[guest] += 1
        try:
            async with self._free:
                outcome = await self._run(snippet, Limits(**limits))
        except (SandboxBroken, OSError) as error:
            return {"broken": _said(error)}, b""
        finally:
            self._running[guest] -= 1
        return {"outcome": row_of(outcome)}, outcome.result

    async def _run(self, snippet: bytes, limits: Limits) -> Outcome:
        return await self._pool.run(HANDED.validate_json(snippet), limits)

    async def _start(self) -> None:
        if not self._started:
            await self._pool.start()
            self._started = True

    async def _keep(self) -> None:
        while self._heard:
            await asyncio.sleep(LOOK_SECONDS)
            lately = time.monotonic() - GUEST_SECONDS
            self._heard = {guest: heard for guest, heard in self._heard.items() if heard > lately}
        await self._pool.stop()
        os._exit(0)  # the process is an actor's, which Ray would keep


def _said(error: SandboxBroken | OSError) -> str:
    if isinstance(error, SandboxBroken):
        return error.detail
    return f"There was no place to run: {error.strerror or error}."
