"""Cache: results that are given again, as many as fit into so many bytes; the one not asked for longest goes first."""

from collections import OrderedDict

from ..sandbox.protocol import Ending, Outcome
from .report import Report, Status

OBJECTS = 10
"""How many times its JSON a trace takes up in memory; measured, for traces of 8 to 2,000 steps."""

_OF_THE_MACHINE = ("OSError", "BlockingIOError", "TimeoutError")
"""Exceptions that tell of this moment rather than of the program: a full disk, no more threads."""


class Cache:
    """Reports by the key of their content."""

    def __init__(self, nbytes: int) -> None:
        self._room = nbytes
        self._kept: OrderedDict[str, tuple[Report, int]] = OrderedDict()
        self.nbytes = 0

    def get(self, key: str) -> Report | None:
        """The report of an earlier run, which says that it is one."""
        if (found := self._kept.get(key)) is None:
            return None
        self._kept.move_to_end(key)
        return found[0].model_copy(update={"cached": True})

    def keep(self, key: str, report: Report, outcome: Outcome) -> None:
        """Keep a report, if it would come out the same another time and is not too large."""
        size = OBJECTS * len(outcome.result) + len(report.stdout) + len(report.stderr)
        if not _lasting(report, outcome) or size > self._room:
            return
        self._drop(key)
        self._kept[key] = report, size
        self.nbytes += size
        while self.nbytes > self._room:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: str) -> None:
        _, size = self._kept.pop(key, (None, 0))
        self.nbytes -= size


def _lasting(report: Report, outcome: Outcome) -> bool:
    """The program itself came to its end, well or not. One that was stopped might get further another time."""
    if outcome.ending is not Ending.RETURNED or report.status not in (Status.OK, Status.FAILED) or not report.trace:
        return False
    return report.trace.failure is None or report.trace.failure.type not in _OF_THE_MACHINE
