"""Diagnose: every rule is asked what it finds in a trace."""

from ..trace import Trace
from .model import Diagnosis
from .rules import RULES


def diagnose(trace: Trace) -> tuple[Diagnosis, ...]:
    """What the trace means, the most certain first."""
    found = [diagnosis for rule in RULES for diagnosis in rule(trace)]
    return tuple(sorted(found, key=lambda diagnosis: not diagnosis.certain))
