"""Measuring: every program behind the cheat sheet is run once, for ourselves, when somebody first wants to see it."""

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime

from ...errors import LabError
from ...runs.client import OURS
from ...runs.diagnoses import Clinic
from ...runs.report import Report
from ...runs.service import RunService
from ...trace import Snippet
from ..service import Lab
from . import cures, families
from .habits import habits_of
from .model import Habit, PlacementRow, Sheet
from .operations import keeping_program, overwriting_program
from .placements import PLACEMENTS, placed

PATIENCE = 1.5
"""Seconds that a page waits for the sheet before it says that it is being measured."""
_log = logging.getLogger(__name__)


class CheatSheets:
    """Holds the sheet once it was measured; torch does the same every time."""

    def __init__(self, runs: RunService, lab: Lab, clinic: Clinic) -> None:
        self._runs = runs
        self._lab = lab
        self._clinic = clinic
        self._measuring: asyncio.Task[Sheet] | None = None
        self.known: Sheet | None = None

    async def sheet(self, patience: float = PATIENCE) -> Sheet | None:
        """The sheet, or None while it is being measured. Raises LabError where it failed; the next call tries again."""
        if self.known is not None:
            return self.known
        if self._measuring is None:
            self._measuring = asyncio.create_task(self._measure())
        task = self._measuring
        await asyncio.wait([task], timeout=patience)
        if not task.done():
            return None
        self._measuring = None
        self.known = task.result()
        return self.known

    async def stop(self) -> None:
        """Stop measuring."""
        if self._measuring is not None:
            self._measuring.cancel()
            with suppress(asyncio.CancelledError, LabError):
                await self._measuring

    async def _measure(self) -> Sheet:
        habits, first = await self._habits()
        rows = await families.families(lambda spec, contrast: self._lab.compare(spec, contrast, client=OURS))
        placements = [await self._placed(index) for index in range(len(PLACEMENTS))]
        examination = await self._clinic.examine(Snippet(source=cures.PROGRAM, device="cpu"), client=OURS)
        return Sheet(
            torch=self._runs.torch,
            threads=first.trace.threads if first.trace else 0,
            measured_at=datetime.now(UTC).isoformat(timespec="seconds"),
            habits=habits,
            program=overwriting_program(),
            families=rows,
            unit=families.UNIT,
            placements=tuple(placements),
            cures=cures.cures_of(examination),
        )

    async def _habits(self) -> tuple[tuple[Habit, ...], Report]:
        keeping = await self._run(keeping_program())
        overwriting = await self._run(overwriting_program(), trace=False)
        return await asyncio.to_thread(habits_of, keeping, overwriting), keeping

    async def _placed(self, index: int) -> PlacementRow:
        placement = PLACEMENTS[index]
        off, on = [await self._run(placement.source(inplace=flag)) for flag in (False, True)]
        return placed(placement, off, on)

    async def _run(self, source: str, *, trace: bool = True) -> Report:
        return await self._runs.run(Snippet(source=source, device="cpu", trace=trace), client=OURS)
