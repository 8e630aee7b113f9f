"""The Pool: runs snippets in forked children of a zygote, keeps some of them warm, and outlives whatever they do."""

import asyncio
import shutil
from collections import deque
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..errors import SandboxBroken
from ..trace import Snippet
from . import folder
from .cell import Cell
from .link import Link
from .protocol import Limits, Machine, Outcome
from .supervision import Supervision
from .walls import Walls

FORKS_PER_ZYGOTE = 5000  # then a fresh one: what a leak or a look at its addresses could gather ends there
RETIREMENT_SECONDS = 1.0


class Pool:
    """The real Sandbox. `warm_children` of them are forked ahead and wait; each runs one snippet and is gone.

    Of the `walls` wanted it raises those that this machine has: `machine.walls` says which, `machine.level` what that
    is worth. Whether that is good enough to serve is for others to decide.
    """

    places = 0

    def __init__(
        self,
        *,
        warm_children: int = 0,
        data_dir: Path | None = None,
        forks_per_zygote: int = FORKS_PER_ZYGOTE,
        walls: Walls = Walls.ALL,
    ) -> None:
        self._walls = walls
        self._wanted = warm_children
        self._data_dir = data_dir
        self._forks_per_zygote = forks_per_zygote
        self._warm: deque[Cell] = deque()
        self._chores: set[asyncio.Task[None]] = set()
        self._link: Link | None = None
        self._base: Path | None = None
        self._renewal = asyncio.Lock()
        self._filling = asyncio.Lock()

    @property
    def machine(self) -> Machine:
        """What is known of this machine; only once the pool has started."""
        if self._link is None:
            raise SandboxBroken("The sandbox has not been started.")
        return self._link.machine

    @property
    def zygote(self) -> int:
        """The pid of the zygote that is in service."""
        if self._link is None:
            raise SandboxBroken("The sandbox has not been started.")
        return self._link.pid

    async def start(self) -> None:
        """Load torch and fork the first children. Takes seconds. Raises SandboxBroken where that fails."""
        self._base = folder.make_base(self._data_dir)
        try:
            await self._living_link()
            await self._fill()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Stop every child, those that run too, and remove all folders."""
        base, self._base = self._base, None
        if self._link:
            await self._link.close()
        self._discard_warm()
        while self._chores:
            await asyncio.wait(self._chores)
            self._discard_warm()  # what was being forked meanwhile
        if base:
            await asyncio.to_thread(shutil.rmtree, base, ignore_errors=True)

    async def run(self, snippet: Snippet, limits: Limits) -> Outcome:
        """Run the snippet to its end or to a limit, whichever comes first."""
        cell, gpu = await self._take()
        try:
            return await Supervision(cell, limits).run(snippet, gpu=gpu and snippet.device != "cpu")
        finally:
            self._later(self._clear_up(cell))

    async def _take(self) -> tuple[Cell, bool]:
        """A cell that waits, or a new one, and whether it can have a GPU."""
        link = await self._living_link()
        while self._warm:
            cell = self._warm.popleft()
            if cell.alive:
                return cell, link.machine.gpu
            self._later(cell.bury())
        return await self._new_cell(link), link.machine.gpu

    async def _new_cell(self, link: Link) -> Cell:
        if self._base is None:
            raise SandboxBroken("The sandbox has been stopped.")
        return await Cell.open(link, self._base)

    async def _living_link(self) -> Link:
        """The zygote in service; a new one where it has died. One that has done its share serves on meanwhile."""
        old = self._link
        if old is None or not old.alive:
            return await self._renew(old)
        if old.forks >= self._forks_per_zygote and not self._renewal.locked():
            self._later(self._renew_meanwhile(old))
        return old

    async def _renew(self, old: Link | None) -> Link:
        async with self._renewal:
            if self._link is not None and self._link is not old:
                return self._link  # somebody else was faster
            if (base := self._base) is None:
                raise SandboxBroken("The sandbox has been stopped.")
            new = await Link.start(self._walls, base)
            if self._base is None:
                await new.close()
                raise SandboxBroken("The sandbox has been stopped.")
            if old is not None and old.machine.walls & ~new.machine.walls:
                await new.close()
                raise SandboxBroken("The sandbox was started again and could not raise all its walls.")
            self._link = new
        self._discard_warm()
        if old:
            self._later(_retire(old))
        return new

    async def _renew_meanwhile(self, old: Link) -> None:
        with suppress(SandboxBroken):  # the old one serves on, and the next run tries again
            await self._renew(old)
            await self._fill()

    async def _clear_up(self, cell: Cell) -> None:
        await cell.bury()
        await self._fill()

    async def _fill(self) -> None:
        """Fork until enough children wait. One at a time: those that run come first."""
        if self._filling.locked():
            return
        async with self._filling:
            with suppress(SandboxBroken):  # the next run finds out, and says so
                while self._base and len(self._warm) < self._wanted:
                    self._warm.append(await self._new_cell(await self._living_link()))

    def _discard_warm(self) -> None:
        while self._warm:
            self._later(self._warm.popleft().bury())

    def _later(self, chore: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(chore)
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)


async def _retire(link: Link) -> None:
    """Hang up once its last child has ended."""
    while link.alive and link.busy:
        await asyncio.sleep(RETIREMENT_SECONDS)
    await link.close()
