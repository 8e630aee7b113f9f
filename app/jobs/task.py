"""Task: one program of a job, and how it is to be run and told of."""

import hashlib
from typing import Literal

from ..runs.client import Client
from ..runs.limits import LessThan
from ..trace import Record, Snippet

Detail = Literal["none", "summary", "full"]
"""How much of what happened is told. `none`: it is not recorded. `summary`: all but the trace itself."""
Kind = Literal["run", "batch"]


class Task(Record):
    """A program to run, with its limits; `fresh` has it run even if the same one was run before."""

    snippet: Snippet
    limits: LessThan = LessThan()
    detail: Detail = "full"
    fresh: bool = False


class Errand(Record):
    """What somebody wants to have run, one program after the other, and on whose account."""

    client: Client
    tasks: tuple[Task, ...]

    @property
    def digest(self) -> str:
        """The same for the same tasks, whoever sends them."""
        said = "\n".join(task.model_dump_json() for task in self.tasks)
        return hashlib.sha256(said.encode()).hexdigest()
