"""Recording: what the programs of a lesson came to, kept beside it in `recorded.json.gz`.

A page shows it before a reader has run anything, and tests hold later versions against it. Times are left out, so the
same programs give the same bytes. A run whose program has changed since is stale, and is not given.
"""

import gzip
import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

from ..runs.report import Report, Timing
from ..trace import Trace
from .checking import reports_of
from .exercises import Run
from .lesson import Lesson, file_of

FILE = "recorded.json.gz"
_SCHEMA = Trace.model_fields["schema_version"].default
_NO_TIME = Timing(queued=0, wall=0, cpu=0, program=None)


async def record(lesson: Lesson, run: Run) -> Path:
    """Run every cell and write down what came of it."""
    path = lesson.folder / FILE
    path.write_bytes(packed(lesson, await reports_of(lesson, run)))
    return path


def packed(lesson: Lesson, reports: dict[str, Report]) -> bytes:
    """The content of the file."""
    runs = {
        name: {"digest": _digest(lesson, name), "report": timeless(report).model_dump(mode="json")}
        for name, report in reports.items()
    }
    text = json.dumps({"schema": _SCHEMA, "runs": runs}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return gzip.compress(text.encode(), mtime=0)


def recorded(lesson: Lesson) -> dict[str, Report]:
    """The report of each cell as far as it was written down and its program is still the same."""
    try:
        document = json.loads(gzip.decompress((lesson.folder / FILE).read_bytes()))
        if document["schema"] != _SCHEMA:
            return {}
        runs: dict[str, Any] = document["runs"]
        fresh = {name: kept["report"] for name, kept in runs.items() if kept["digest"] == _digest(lesson, name)}
        return {name: Report.model_validate_json(json.dumps(report)) for name, report in fresh.items()}
    except (FileNotFoundError, EOFError, OSError, zlib.error, ValueError, KeyError, TypeError, AttributeError):
        return {}


def timeless(report: Report) -> Report:
    """A report without anything that differs from one run to the next."""
    trace = report.trace and report.trace.model_copy(update={"seconds": 0.0})
    return report.model_copy(update={"timing": _NO_TIME, "trace": trace, "cached": False})


def _digest(lesson: Lesson, name: str) -> str:
    """Of the program; empty where there is none any more."""
    source = lesson.programs.get(file_of(name), "") if name in lesson.cells else ""
    return hashlib.sha256(source.encode()).hexdigest() if source else ""
