"""Findings: what the rules find in a trace, whoever handed it in."""

import logging

from ..diagnosis.diagnose import diagnose
from ..diagnosis.fine import fine
from ..diagnosis.model import Diagnosis
from ..sentence import Sentence
from ..trace import Trace

MOST_PAIRS = 20_000_000
"""Saves times writes that are still looked through for a diagnosis: seconds, at most."""

MOST_FINE_PAIRS = 200_000
"""The same for saying why a program is all right."""

_log = logging.getLogger(__name__)


def findings(trace: Trace, oracle: Trace | None = None) -> tuple[Diagnosis, ...]:
    """Every diagnosis, the most certain first. No trace makes this raise, or last for ever."""
    saves, writes = sum(1 for _ in trace.saves()), sum(1 for _ in trace.writes())
    if saves * writes > MOST_PAIRS:
        _log.warning("A trace of %d saves and %d writes was not diagnosed.", saves, writes)
        return ()
    try:
        return diagnose(trace, oracle)
    except Exception:
        # A rule that stumbles over what a snippet made up must not cost its reader the run.
        _log.exception("A trace could not be diagnosed")
        return ()


def reasons(trace: Trace) -> tuple[Sentence, ...]:
    """Why a program in which nothing was found is all right. No trace makes this raise, or last for ever."""
    if sum(1 for _ in trace.saves()) * sum(1 for _ in trace.writes()) > MOST_FINE_PAIRS:
        return ()
    try:
        return fine(trace)
    except Exception:
        _log.exception("A trace could not be explained")
        return ()
