"""Runner: whoever can run a program for the clinic: the sandbox, or a process on the reader's own machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from ..sentence import Sentence
from ..trace import Oracle, Trace


@dataclass(frozen=True)
class Run:
    """One run of a program, with its account."""

    trace: Trace | None
    """None where the process ended before it could hand one in."""
    stdout: str = ""
    ended: Sentence | None = None
    """How it ended where the trace does not say: stopped, refused, killed. None where the program itself ended it."""


class Runner(Protocol):
    """Runs programs. It decides itself how many it runs at a time; it is asked for several at once."""

    async def run(self, sources: Mapping[str, str], *, oracle: Oracle = "none", trace: bool = True) -> Run:
        """Run a program of these files, a snippet being file '', and write down its account."""
        ...
