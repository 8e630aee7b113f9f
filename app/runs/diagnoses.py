"""Diagnoses: a snippet is examined in the sandbox, run after run, in the turn of the one who asked."""

import asyncio
from collections.abc import Mapping

from ..clinic.examine import examine
from ..clinic.model import Examination
from ..clinic.runner import Run
from ..errors import Busy, TooMany
from ..trace import Oracle, Snippet, Trial
from .client import LOCAL, Client
from .report import Report, Status
from .service import RunService

SECONDS = 20.0
"""How long an examination may take; fixes that it has not come to by then are left out."""

AGAIN_SECONDS = 0.2


class SandboxRunner:
    """Runs a snippet, and what it was changed to, in the sandbox: one after another.

    The runs wait in a line of their own beside the client's, so that whoever has something examined can run other
    snippets meanwhile. An examination that has begun waits where that line is full, instead of giving up.
    """

    def __init__(self, runs: RunService, snippet: Snippet, client: Client) -> None:
        self._runs = runs
        self._snippet = snippet
        self._client = client.beside("examined")
        self._turn = asyncio.Semaphore(1)
        self._begun = False

    async def run(self, sources: Mapping[str, str], *, oracle: Oracle = "none", trace: bool = True) -> Run:
        """Run a text with the options of the snippet. Raises what the run service raises."""
        snippet = self._snippet
        trial = Trial(source=sources[""], device=snippet.device, seed=snippet.seed, trace=trace, oracle=oracle)
        async with self._turn:
            report = await self._report(trial)
        self._begun = True
        by_itself = report.status in (Status.OK, Status.FAILED)
        return Run(report.trace, report.stdout, None if by_itself else report.sentence)

    async def _report(self, trial: Trial) -> Report:
        while True:
            try:
                return await self._runs.run(trial, client=self._client)
            except (TooMany, Busy):
                if not self._begun:
                    raise
            await asyncio.sleep(AGAIN_SECONDS)


class Clinic:
    """Examines snippets for the web."""

    def __init__(self, runs: RunService, *, seconds: float = SECONDS) -> None:
        self._runs = runs
        self._seconds = seconds

    async def examine(self, snippet: Snippet, *, client: Client = LOCAL, fixes: bool = True) -> Examination:
        """Everything that can be found in a snippet. Cancel the caller, and its runs are stopped.

        Raises what the run service raises where not even the first run comes about.
        """
        runner = SandboxRunner(self._runs, snippet, client)
        return await examine(runner, {"": snippet.source}, fixes=fixes, seconds=self._seconds)
