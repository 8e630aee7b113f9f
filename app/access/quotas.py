"""Quotas: counts new runs for all servers together, in PostgreSQL.

In memory where the database is a file, which one server has to itself; and while it is away, for a run is not kept
waiting for a count. What the database said last is remembered, so who has had enough is refused without asking again.
"""

import asyncio
import logging
import time

from ..errors import StoreUnavailable
from ..runs.quota import Quota, Standing, Windows
from ..store.database import Database
from ..store.threads import Threads
from . import count_rows
from .count_rows import Count

PATIENCE = 1.0
"""Seconds that a new run waits for its count."""
PAUSE = 5.0
"""Seconds after a database did not answer in which it is not asked."""
_CLEANING = 600.0
_log = logging.getLogger(__name__)


class Quotas:
    """A Meter of several servers."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._threads = Threads("quotas")
        self._here = Windows()
        self._again = 0.0
        self._clean = time.monotonic() + _CLEANING

    async def stop(self) -> None:
        """Let go of the threads."""
        await self._threads.stop()

    async def take(self, quota: Quota) -> None:
        """Count a new run. Raises TooOften."""
        self._here.refuse_beyond(quota)
        count = await self._count(quota)
        if count is None:
            await self._here.take(quota)
        else:
            self._here.learn(quota, count.used, count.age)
        if count is not None and not count.counted:
            await self.take(quota)  # which refuses it, unless its minute has just ended

    def standing(self, quota: Quota) -> Standing:
        """What is left, as this server heard last."""
        return self._here.standing(quota)

    async def _count(self, quota: Quota) -> Count | None:
        """What the database says; None where there is none to ask."""
        if not self._database.is_shared or time.monotonic() < self._again:
            return None
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._threads.run(lambda: self._take(quota))
        except (StoreUnavailable, TimeoutError):
            self._again = time.monotonic() + PAUSE
            _log.warning("New runs are counted by this server alone: the database does not answer.")
            return None

    def _take(self, quota: Quota) -> Count:
        with self._database.counting() as connection:
            if time.monotonic() > self._clean:
                self._clean = time.monotonic() + _CLEANING
                count_rows.remove_old(connection)
            return count_rows.take(connection, quota)
