"""Threads: work on a database, away from the event loop, for as long as a page can wait."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from ..errors import StoreUnavailable

T = TypeVar("T")
_PATIENCE = 10.0
"""Seconds after which a database that does not answer is given up for this request."""
_PARTING = 2.0
"""Seconds that work which has begun is waited for in the end; a connection that is in use cannot be closed."""


class Threads:
    """A few threads of their own: a database that hangs holds up nothing else. They start when they are needed."""

    def __init__(self, name: str, count: int = 4) -> None:
        self._name = name
        self._count = count
        self._pool: ThreadPoolExecutor | None = None

    async def run(self, work: Callable[[], T]) -> T:
        """What the work comes to. Raises StoreUnavailable where it takes too long, and what the work raises."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._count, thread_name_prefix=self._name)
        running = asyncio.get_running_loop().run_in_executor(self._pool, work)
        try:
            async with asyncio.timeout(_PATIENCE):  # wait_for would lose a cancellation that comes with the result
                return await running
        except TimeoutError:
            raise StoreUnavailable from None

    async def stop(self) -> None:
        """Let go of them once they have ended, if that is soon; what waits is not begun any more."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.to_thread(pool.shutdown), _PARTING)
