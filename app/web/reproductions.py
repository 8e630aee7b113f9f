"""Reproductions: the examples of the gallery, run on this machine; kept, since they come out the same every time."""

import asyncio
from contextlib import suppress

from ..clinic.model import Examination
from ..diagnosis.pages import RulePage, rule_pages
from ..errors import LabError
from ..runs.client import OURS, Client
from ..runs.diagnoses import Clinic
from ..runs.service import RunService
from ..trace import Snippet

PATIENCE = 1.5
"""Seconds that the gallery waits for its first messages; those that come later stand there the next time."""


class Reproductions:
    """What torch says of each example, and which fixes of it were run."""

    def __init__(self, runs: RunService, clinic: Clinic) -> None:
        self._runs = runs
        self._clinic = clinic
        self._messages: dict[str, str] = {}
        self._examinations: dict[str, Examination] = {}
        self._running: asyncio.Task[None] | None = None

    @property
    def known(self) -> dict[str, str]:
        """The messages that have been heard by now."""
        return dict(self._messages)

    async def messages(self) -> dict[str, str]:
        """The message of each example that raises, as far as they have been run."""
        missing = [rule for rule in rule_pages() if rule.code not in self._messages]
        if missing and (self._running is None or self._running.done()):
            self._running = asyncio.create_task(self._run(missing))
        if self._running is not None:
            await asyncio.wait([self._running], timeout=PATIENCE)
        return dict(self._messages)

    async def stop(self) -> None:
        """Stop running."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait([self._running])

    def examination(self, rule: RulePage) -> Examination | None:
        """The examination of an example, where there has been one."""
        return self._examinations.get(rule.code)

    async def examine(self, rule: RulePage, client: Client) -> Examination:
        """Examine an example, or take the examination that there has been. Raises what the clinic raises."""
        if (known := self.examination(rule)) is not None:
            return known
        examination = await self._clinic.examine(Snippet(source=rule.example), client=client)
        if examination.ended is None and not examination.left_out:
            self._examinations[rule.code] = examination
        return examination

    async def _run(self, rules: list[RulePage]) -> None:
        """Run examples one after another. One that cannot be run now is tried again when it is asked for again."""
        for rule in rules:
            with suppress(LabError, FileNotFoundError):
                report = await self._runs.run(Snippet(source=rule.example), client=OURS)
                failure = report.trace.failure if report.trace else None
                self._messages[rule.code] = f"{failure.type}: {failure.message}" if failure else ""
