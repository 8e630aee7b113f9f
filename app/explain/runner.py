"""The script runner: runs a script for the clinic, as it is or with other texts in the place of its files.

The first run is the user's: it prints where it always prints, and takes as long as it takes. All others are ours:
nobody sees what they print, they have nothing to read, and they end at the time limit, or one round of the training
loop after the first one failed: with its mistake cured the script would train to its end. Where the first one did well
for longer than is recorded in full, they end where its recording did, and are compared as far as that.

What they print is not compared. A script prints times and paths; what training depends on is in the account.
"""

import asyncio
import os
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from ..clinic.runner import Run
from ..sentence import Sentence, sentence
from ..trace import Oracle
from ..tracer.stdin import STDIN
from .link import Ended, Link
from .order import Order
from .target import Target

TIMES_LONGER = 3
SECONDS_LONGER = 10


class ScriptRunner:
    """Runs one target, one run at a time."""

    def __init__(self, link: Link, target: Target, *, aside: bool) -> None:
        self._link = link
        self._target = target
        self._aside = aside
        self._turn = asyncio.Lock()
        self._first: Ended | None = None
        self.sources: dict[str, str] = {}
        """The texts of the script's files in its first run."""
        self.again = 0
        """How many times the script was run again."""

    async def first(self) -> Ended:
        """Run the script as it is."""
        target = self._target
        self._first = await self._link.run(partial(self._order, aside=self._aside))
        if self._first.result is not None:
            self.sources = target.sources(self._first.result.files)
        return self._first

    async def run(self, sources: Mapping[str, str], *, oracle: Oracle = "none", trace: bool = True) -> Run:
        """Run the script with these texts; where they are those of the first run, that is the answer."""
        assert self._first is not None  # noqa: S101
        changed = {file: text for file, text in sources.items() if self.sources.get(file) != text}
        if not changed and oracle == "none":
            return _run(self._first)
        texts = {self._path(file): text for file, text in changed.items()}
        limit = TIMES_LONGER * self._first.seconds + SECONDS_LONGER
        order = partial(
            self._order, texts=texts, oracle=oracle, record=trace, quiet=True, max_passes=self._most_passes()
        )
        async with self._turn:
            self.again += 1
            run = _run(await self._link.run(order, limit))
        return _partly(run) if self._ends_early else run

    def _order(self, result: str, *, texts: Mapping[str, str] | None = None, **rest: bool | int | str | None) -> Order:
        target = self._target
        return Order.model_validate(
            {
                "path": target.path,
                "name": target.name,
                "arguments": target.arguments,
                "folder": target.folder,
                "texts": {**target.texts, **(texts or {})},
                "result": result,
                **rest,
            }
        )

    def _path(self, file: str) -> str:
        return file if file == STDIN else os.path.join(self._target.folder, file)

    @property
    def _ends_early(self) -> bool:
        result = self._first.result if self._first is not None else None
        return result is not None and result.trace.failure is None and result.passes_recorded is not None

    def _most_passes(self) -> int | None:
        result = self._first.result if self._first is not None else None
        if result is None:
            return None
        if result.trace.failure is None:
            return result.passes_recorded
        return max(result.passes, 1) + 1


def _run(ended: Ended) -> Run:
    result = ended.result
    if result is None:
        return Run(None, "", words(ended))
    return Run(result.trace)


def _partly(run: Run) -> Run:
    """A run that was ended before its end: what its names hold then says nothing."""
    if run.trace is None or run.trace.account is None:
        return run
    account = run.trace.account.model_copy(update={"ends": (), "cut": True})
    return replace(run, trace=run.trace.model_copy(update={"account": account}))


def words(ended: Ended) -> Sentence:
    """How a run ended that handed nothing in."""
    if ended.late:
        return sentence("It was stopped: it took more than %(seconds)s seconds.", seconds=round(ended.seconds))
    if ended.status < 0:
        return sentence("It was ended by signal %(number)s.", number=-ended.status)
    return sentence("It left with status %(status)s and without a word.", status=ended.status)
