"""Timeline: a line a step, for spreadsheets and programs, as RFC 4180 has it. It is English in every language.

Bytes are whole numbers. A text that a spreadsheet would take for a formula begins with an apostrophe.
"""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Final

from ..trace import Bytes, Step, Trace, Write
from .words import called, file_of, names, shown

_FORMULAS: Final = ("=", "+", "-", "@")
_CATEGORIES: Final = tuple(Bytes.model_fields)
COLUMNS: Final = (
    *("step", "file", "line", "visit", "function", "phase", "operation", "node", "failed"),
    *("live", *(f"live_{category}" for category in _CATEGORIES), "peak"),
    *("kernels", "created", "freed", "versions_written"),
)
Row = tuple[str | int, ...]


def timeline_csv(trace: Trace) -> str:
    """The file. `step` is the index of the step, as the API counts them."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(_plain, _rows(trace)))
    return text.getvalue()


def _rows(trace: Trace) -> Iterator[Row]:
    named = names(trace)
    for step in trace.steps:
        written = "; ".join(_written(write, named) for write in step.writes)
        yield *_place(step), *_bytes(step), " ".join(map(shown, step.kernels)), *_storages(step), written


def _place(step: Step) -> Row:
    own = step.frames[-1:]
    file, function = (file_of(own[0]), shown(own[0].function)) if own else ("", "")
    line = "" if step.line is None else step.line
    where = step.index, file, line, step.visit, function
    return *where, step.phase, called(step), step.node or "", "yes" if step.failed else ""


def _bytes(step: Step) -> Row:
    return step.live.total, *(getattr(step.live, category) for category in _CATEGORIES), step.peak.total


def _storages(step: Step) -> Row:
    """The tensors that the step made, and the storages that died in it or right after it."""
    return " ".join(step.creates), " ".join(step.frees)


def _written(write: Write, named: dict[str, str]) -> str:
    """x (t0) 0 to 1: what was written, and its version before and after; none for inference tensors."""
    tensor = f"{named[write.tensor]} ({write.tensor})" if write.tensor in named else write.tensor
    before, after = ("?" if version is None else version for version in (write.before, write.after))
    return f"{tensor} {before} to {after}"


def _plain(row: Row) -> Row:
    return tuple(f"'{each}" if isinstance(each, str) and each.startswith(_FORMULAS) else each for each in row)
