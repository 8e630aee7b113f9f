"""Observer: hears what the run service does, to count it."""

from typing import Protocol

from ..errors import LabError
from ..sandbox.protocol import Outcome
from .report import Report


class Observer(Protocol):
    """Whoever wants to hear of runs. It must be quick, and must not raise."""

    def known(self) -> None:
        """A result was given out of the cache."""

    def ended(self, report: Report, outcome: Outcome) -> None:
        """A run came to its end."""

    def refused(self, error: LabError) -> None:
        """Somebody was not given a result."""


class Nobody:
    """Hears nothing."""

    def known(self) -> None:
        """Ignore it."""

    def ended(self, report: Report, outcome: Outcome) -> None:
        """Ignore it."""

    def refused(self, error: LabError) -> None:
        """Ignore it."""
