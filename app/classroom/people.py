"""People: a student's seat and a teacher's desk. Nobody has an account; a random key in a cookie is all there is."""

from dataclasses import dataclass

from ..runs.client import Client
from ..runs.quota import Quota

MOST_NAME = 24
RUNS_A_MINUTE = 60
"""New runs of one student, at most: nobody writes programs faster."""
TEACHERS_RUNS_A_MINUTE = 120
"""New runs of a teacher: anybody may open a room."""


@dataclass(frozen=True)
class Seat:
    """One student in one room."""

    id: str
    room: str
    name: str = ""
    stuck: str = ""
    """Where the student does not get on; empty where all is well."""

    def client(self, *, locked: bool) -> Client:
        """Whose share of the places a run of this student takes."""
        line = f"{self.room}, student {self.id}"
        return Client(line, group=self.room, may_run=not locked, quota=Quota(line, "seat", RUNS_A_MINUTE))


@dataclass(frozen=True)
class Desk:
    """The teacher of a room."""

    room: str

    def client(self) -> Client:
        """A teacher's runs go ahead of the class."""
        line = f"{self.room}, teacher"
        return Client(line, group=self.room, first=True, quota=Quota(line, "desk", TEACHERS_RUNS_A_MINUTE))
