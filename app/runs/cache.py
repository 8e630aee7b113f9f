"""Cache: the latest runs. A result that would come out the same is given again; each can be looked at for a while.

Whoever goes through a long trace asks for its steps page by page, by the id of the report. So every run that recorded
a step is kept: as it is while there is room, and besides packed, which takes a thirtieth of that and lasts longer.
Ids are short enough to be made to meet on purpose. The latest run has the id then, with its own snippet, and nobody
is given again what another snippet came to: that is looked up by the whole key.
"""

import zlib
from dataclasses import dataclass

from ..sandbox.protocol import Ending, Outcome
from ..trace import Snippet
from .report import Report, Status
from .shelf import Shelf

OBJECTS = 12
"""How many times its JSON a trace takes up in memory, at most; measured, for traces of 8 to 2,000 steps."""

PACKED_BYTES = 16 * 1024 * 1024
LARGEST = 4 * 1024 * 1024
"""Bytes of JSON beyond which a trace is not packed: to unpack it would keep the server from others for too long."""

_OF_THE_MACHINE = ("OSError", "BlockingIOError", "TimeoutError")
"""Exceptions that tell of this moment rather than of the program: a full disk, no more threads."""


@dataclass(frozen=True)
class _Run:
    """A snippet and its report."""

    key: str | None
    """The key of its content; None where it is not given again."""
    snippet: Snippet
    report: Report


@dataclass(frozen=True)
class _Packed:
    """The same in few bytes."""

    key: str | None
    snippet: Snippet
    document: bytes
    nbytes: int
    """What it takes up when it is unpacked."""


class Cache:
    """The latest runs by the id of their report, unpacked within so many bytes; with 0, nothing is given again."""

    def __init__(self, nbytes: int) -> None:
        self._gives = nbytes > 0
        self._runs: Shelf[_Run] = Shelf(nbytes)
        self._packed: Shelf[_Packed] = Shelf(PACKED_BYTES)

    @property
    def nbytes(self) -> int:
        """What all of it takes up."""
        return self._runs.nbytes + self._packed.nbytes

    def get(self, id_: str, key: str) -> Report | None:
        """The report of an earlier run of the same, which says that it is one."""
        run = self._find(id_)
        return run.report.model_copy(update={"cached": True}) if run and run.key == key else None

    def recall(self, id_: str) -> tuple[Snippet, Report] | None:
        """The latest run whose report has this id, if it is still here."""
        run = self._find(id_)
        return (run.snippet, run.report) if run else None

    def keep(self, key: str | None, snippet: Snippet, report: Report, outcome: Outcome) -> None:
        """Keep a run; without a key, or where it might come out another way next time, only to be looked at."""
        key = key if self._gives and _lasting(report, outcome) else None
        if report.trace is None or not (key or report.trace.steps):
            return
        nbytes = OBJECTS * len(outcome.result) + len(report.stdout) + len(report.stderr) + len(snippet.source)
        self._runs.put(report.id, _Run(key, snippet, report), nbytes)
        self._packed.drop(report.id)
        if len(outcome.result) <= LARGEST:
            packed = _Packed(key, snippet, _pack(report), nbytes)
            self._packed.put(report.id, packed, len(packed.document) + len(snippet.source))

    def _find(self, id_: str) -> _Run | None:
        """The run, unpacked where it has to be; both of its forms are asked for, so that neither goes first."""
        run, packed = self._runs.get(id_), self._packed.get(id_)
        if run is None and packed is not None:
            run = _Run(packed.key, packed.snippet, _unpack(packed.document))
            self._runs.put(id_, run, packed.nbytes)
        return run


def _pack(report: Report) -> bytes:
    return zlib.compress(report.model_dump_json().encode(), level=1)


def _unpack(document: bytes) -> Report:
    return Report.model_validate_json(zlib.decompress(document))


def _lasting(report: Report, outcome: Outcome) -> bool:
    """The program itself came to its end, well or not. One that was stopped might get further another time."""
    if outcome.ending is not Ending.RETURNED or report.status not in (Status.OK, Status.FAILED) or not report.trace:
        return False
    return report.trace.failure is None or report.trace.failure.type not in _OF_THE_MACHINE
