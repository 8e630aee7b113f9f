"""Explanation: what came of one target: how it ended, what was found, and the texts that it was found in."""

from dataclasses import dataclass, field
from typing import Literal

from ..clinic.model import Examined
from ..sentence import Sentence
from ..trace import Cut

Status = Literal["ok", "found", "failed", "cannot_run"]
"""Nothing wrong; something found; failed for a reason that is none of ours; no program that could be run."""


@dataclass(frozen=True)
class Error:
    """The exception that ended the script, or that kept it from beginning."""

    type: str
    message: str
    file: str = ""
    line: int | None = None
    traceback: str = ""


@dataclass(frozen=True)
class Explanation:
    """Everything that there is to say of a target."""

    target: str
    status: Status
    error: Error | None = None
    found: tuple[Examined, ...] = ()
    fine: tuple[Sentence, ...] = ()
    """Why in-place operations that are right are right."""
    sources: dict[str, str] = field(default_factory=dict)
    """The texts of the script's own files."""
    seconds: float = 0.0
    """Time that the script took."""
    cuts: tuple[Cut, ...] = ()
    """Where the recording ended before the script did."""
    too_large: bool = False
    """What was recorded is too much to be looked through."""
    again: int = 0
    """How many times the script was run again, to be compared or cured."""
    untried: bool = False
    """The script took so long that no cure was tried."""
    left_out: int = 0
    """Cures that there was no time for."""
    broken: str = ""
    """Why the cures were not tried to their end."""

    def line(self, file: str, line: int | None) -> str:
        """A line of the script's own files; empty where there is none."""
        lines = self.sources.get(file, "").splitlines()
        return lines[line - 1] if line is not None and 0 < line <= len(lines) else ""
