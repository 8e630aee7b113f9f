"""Tally: how a class voted, who is there, and how far its exercises are. Counts alone: no row of it is a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Tally:
    """The votes of one question, round by round."""

    values: tuple[str, ...]
    rounds: tuple[Mapping[str, int], ...]
    """How many voted for each value, in the first round and, where there was one, in the second."""

    def count(self, turn: int, value: str) -> int:
        """How many voted so; rounds count from 1."""
        return self.rounds[turn - 1].get(value, 0)

    def total(self, turn: int) -> int:
        """How many voted at all."""
        return sum(self.rounds[turn - 1].values())

    def share(self, turn: int, value: str) -> float:
        """The share of a value, 0 to 1; 0 where nobody voted."""
        total = self.total(turn)
        return self.count(turn, value) / total if total else 0.0


@dataclass(frozen=True)
class Counts:
    """What a teacher may know at any time."""

    seats: int = 0
    """How many have ever joined."""
    here: int = 0
    """How many have the room open now."""
    answered: int = 0
    """How many have voted in this round."""
    offers: int = 0
    """How many programs students offer to show."""
    stuck: Mapping[str, int] = field(default_factory=dict)
    """How many are stuck, by place."""
    tries: int = 0
    """How many exercises were tried; a change means that there is news of them."""


@dataclass(frozen=True)
class Progress:
    """How far the class is with one exercise."""

    lesson: str
    exercise: str
    tried: int
    passed: int
    failing: Mapping[str, int]
    """Of those who have not passed, how many fail which check first, the most frequent first."""


@dataclass(frozen=True)
class Offer:
    """A program that a student would show to all."""

    id: str
    name: str
    source: str


@dataclass(frozen=True)
class Own:
    """What one student has said."""

    votes: tuple[str, ...] = ()
    """On the question before the class, round by round; empty where there is no vote."""
    offer: str = ""
    """The id of the program that is offered to be shown; empty where none is."""
