"""Client: on whose account something is run, and which class that one belongs to."""

from dataclasses import dataclass, field, replace

from .quota import Quota


@dataclass(frozen=True)
class Client:
    """Whoever has something run."""

    line: str = "local"
    """The name of the line that its runs wait in; two with one line share its places."""
    group: str = ""
    """A class of clients: whoever is `first` of it takes over the turn of any of its members. Empty: none."""
    first: bool = False
    """A teacher: goes ahead of the rest of the group, and never of anybody else."""
    may_run: bool = True
    """False while the teacher has locked runs: results that are known are still given."""
    quota: Quota | None = None
    """How many new runs it may have; None sets no such limit."""
    visit: str = field(default="", compare=False)
    """Which of its questions this is."""
    question: str = field(default="", compare=False)
    """The runs of one question count as one; where it is empty, each run counts."""

    def beside(self, what: str) -> "Client":
        """The same client with a line of its own beside this one, for the many runs that one question takes."""
        return replace(self, line=f"{self.line}, {what}", question=self.visit)


LOCAL = Client()
"""Whoever does not say who they are."""

OURS = Client("our own")
"""The client that our own runs count for. It goes ahead of nobody, and has no share that it could exceed."""
