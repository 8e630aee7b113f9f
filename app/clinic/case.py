"""Case: one program under examination, and the cures that are tried on it."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ..diagnosis.fixes.candidate import Candidate
from ..diagnosis.model import Diagnosis
from ..errors import LabError
from .findings import findings
from .judge import differs, judge, unlike
from .model import Fix
from .ranking import best
from .runner import Run, Runner

MOST_ROUNDS = 3
"""A cure may lead to the next error of the same program; then that is cured too, up to so many in all."""

Propose = Callable[[Diagnosis, Mapping[str, str]], tuple[Candidate, ...]]

_VALUES = {f"IL{number}" for number in (*range(209, 225), 226, 227)}
"""Findings of wrong values: there is no oracle for what a program means."""

_PROPOSING = threading.Lock()
"""Python 3.11 makes a mistake where two threads parse at the same time (SystemError: recursion depth mismatch)."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tried:
    """A cure, its run, and what that says of it."""

    fix: Fix
    run: Run


@dataclass
class Case:
    """A program: what is known of it, and the time that is left."""

    runner: Runner
    sources: Mapping[str, str]
    original: Run
    oracle: Run | None
    propose: Propose
    until: float | None = None
    left_out: int = 0
    """Cures that were proposed and not run to their end."""

    async def fixes(self, diagnosis: Diagnosis) -> tuple[Fix, ...]:
        """The fixes for one finding, the best first."""
        candidates = await self._proposed(diagnosis, self.sources)
        reference = self._reference(diagnosis)
        tasks = [asyncio.create_task(self._try(candidate, diagnosis, reference)) for candidate in candidates]
        if not tasks:
            return ()
        try:
            await asyncio.wait(tasks, timeout=self._left())
        finally:
            for task in tasks:
                task.cancel()
        came = [_came(each) for each in await asyncio.gather(*tasks, return_exceptions=True)]
        self.left_out += came.count(None)
        tried = [each for each in came if each is not None]
        if not self._knows_all(reference):
            tried = await asyncio.to_thread(_looked_at_again, tried)
        return best(each.fix for each in tried)

    async def _try(self, candidate: Candidate, diagnosis: Diagnosis, reference: Run | None) -> Tried:
        """What came of a candidate; where it leads to the next error, of both cures together if that is right."""
        rounds: list[Tried] = []
        following: Candidate | None = candidate
        while following is not None and len(rounds) < MOST_ROUNDS:
            fixed = await self.runner.run({**self.sources, **following.sources})
            runs = self.original, reference, fixed
            fix = await asyncio.to_thread(judge, following, *runs, diagnosis=diagnosis, sources=self.sources)
            rounds.append(Tried(fix, fixed))
            following = await self._following(following, rounds[-1])
        return rounds[-1] if rounds[-1].fix.verdict == "verified" else rounds[0]

    async def _following(self, candidate: Candidate, tried: Tried) -> Candidate | None:
        """The same kind of cure for the error that is left, on top of this one."""
        trace = tried.run.trace
        if candidate.tempting or tried.fix.verdict != "fails" or trace is None or trace.failure is None:
            return None
        sources = {**self.sources, **candidate.sources}
        found = await asyncio.to_thread(findings, trace)
        fitting = [each for each in await self._proposed(found[0], sources) if not each.tempting] if found else []
        same = next((each for each in fitting if each.kind == candidate.kind), next(iter(fitting), None))
        if same is None or same.sources.items() <= sources.items():
            return None
        changed = {**candidate.sources, **same.sources}
        return candidate.model_copy(update={"sources": changed, "cuts": candidate.cuts or same.cuts})

    def _reference(self, diagnosis: Diagnosis) -> Run | None:
        """What the numbers of a fix are compared with: the oracle, unless the finding is one that it cannot see."""
        trace, oracle = self.original.trace, self.oracle
        if oracle is None or trace is None or trace.failure is not None:
            return oracle
        return None if diagnosis.code in _VALUES or not differs(self.original, oracle) else oracle

    def _knows_all(self, reference: Run | None) -> bool:
        """Whether a reference ran to its end with gradients that are right: then there is nothing to look at again."""
        if reference is None or reference.trace is None:
            return False
        account = reference.trace.account
        return reference.trace.failure is None and account is not None and not account.broken

    async def _proposed(self, diagnosis: Diagnosis, sources: Mapping[str, str]) -> tuple[Candidate, ...]:
        try:
            return await asyncio.to_thread(_alone, self.propose, diagnosis, sources)
        except Exception:
            # A source that a rewrite stumbles over must not cost its reader the diagnosis.
            _log.exception("No fix could be proposed")
            return ()

    def _left(self) -> float | None:
        return None if self.until is None else max(0.0, self.until - time.monotonic())


def _alone(propose: Propose, diagnosis: Diagnosis, sources: Mapping[str, str]) -> tuple[Candidate, ...]:
    with _PROPOSING:
        try:
            return propose(diagnosis, sources)
        except SystemError:  # somebody else has parsed something meanwhile
            return propose(diagnosis, sources)


def _looked_at_again(tried: list[Tried]) -> list[Tried]:
    """Tempting cures that nothing speaks against so far, beside the cures that are right: there the gradients show."""
    right = [each for each in tried if each.fix.verdict == "verified" and not each.fix.tempting]
    return [_beside(each, right) if each.fix.tempting and each.fix.verdict == "verified" else each for each in tried]


def _beside(tried: Tried, right: list[Tried]) -> Tried:
    """Wrong where its numbers are those of no other cure."""
    said = [unlike(tried.run, other.run) for other in right]
    if not said or None in said:
        return tried
    return replace(tried, fix=tried.fix.model_copy(update={"verdict": "wrong", "reason": said[0]}))


def _came(came: Tried | BaseException) -> Tried | None:
    """What came of a candidate; None where it was stopped, or the runner had no room for it."""
    if isinstance(came, (LabError, asyncio.CancelledError)):
        return None
    if isinstance(came, BaseException):
        raise came
    return came
