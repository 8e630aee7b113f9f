"""Candidate: a changed program that may be a cure. Whether it is one, a run decides."""

from ...sentence import Sentence
from ...trace import Record


class Candidate(Record):
    """One proposed change, and what is known of it before it runs."""

    kind: str
    title: Sentence
    cost: Sentence
    sources: dict[str, str]
    """The whole text of each file that changes."""

    tempting: bool = False
    """A cure that people try, and that is wrong."""

    cuts: bool = False
    """It cuts the graph on purpose: gradients no longer flow into earlier iterations."""
