"""Kept: a snippet and its run, as a link keeps them."""

from dataclasses import dataclass
from datetime import datetime

from ..runs.report import Report
from ..trace import Snippet


@dataclass(frozen=True)
class Kept:
    """What lies behind a link. Links do not change: the first run of a snippet stays."""

    id: str
    """First characters of the digest of the snippet: the same code has the same link, on every server."""
    snippet: Snippet
    report: Report | None
    """None where an older version kept it in a way that this one does not read; the snippet can be run again."""
    created: datetime
    torch: str
    """The version of torch that ran it; empty where that is not known."""
    days: int
    """How long it stays when nobody opens it."""
