"""Recall: a run that was made before, found by its id, in memory or among those that are kept."""

from ..errors import NoSuchRun
from ..runs.report import Report
from ..trace import Snippet
from .services import Services


async def trace_of(services: Services, id_: str) -> tuple[Snippet, Report]:
    """The snippet and the report of a run that recorded at least one step. Raises NoSuchRun or StoreUnavailable."""
    found = services.runs.recall(id_)
    if found is None and (kept := await services.store.find(id_)) is not None and kept.report is not None:
        found = kept.snippet, kept.report
    if found is None or found[1].trace is None or not found[1].trace.steps:
        raise NoSuchRun
    return found
