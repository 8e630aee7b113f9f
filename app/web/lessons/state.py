"""State: how far a reader has come on this page. The server remembers nothing: each form brings it along."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ...lessons.grading.verdict import Grade
from ...lessons.lesson import Lesson
from ..problems import Problem
from ..snippet_form import SnippetForm, read_snippet

TRIES = 2
"""Tries before a solution is given."""
_MOST = 99

Wish = Literal["check", "hint", "solution", "reset"]


@dataclass(frozen=True)
class Attempt:
    """What was typed into an exercise, and what the reader wants now."""

    name: str
    form: SnippetForm
    tries: int
    hints: int
    wish: Wish
    grade: Grade | None = None
    problem: Problem | None = None

    @classmethod
    def read(cls, name: str, typed: Mapping[str, object]) -> "Attempt":
        """The attempt of a form; a wish that cannot be understood is to have it checked."""
        wish = next((each for each in ("hint", "solution", "reset") if each == typed.get("do")), "check")
        hints = _count(typed.get("hints")) + (wish == "hint")
        return cls(name, read_snippet(typed, ("cpu",)), _count(typed.get("tries")), hints, wish)  # type: ignore[arg-type]


@dataclass(frozen=True)
class State:
    """What the reader has just done; nothing where the page is only opened."""

    said: Mapping[str, str] = field(default_factory=dict)
    """Predictions that were made: the choice by the name of the question."""
    missing: str = ""
    """A prediction that was sent without a choice."""
    live: str = ""
    """The program that was run because the reader asked."""
    attempt: Attempt | None = None


def said_in(typed: Mapping[str, object], lesson: Lesson) -> dict[str, str]:
    """The predictions that a form brings along: said.backward=raises."""
    found = ((name, typed.get(f"said.{name}"), asked.choices) for name, asked in lesson.predictions.items())
    return {name: choice for name, choice, choices in found if isinstance(choice, str) and choice in choices}


def _count(typed: object) -> int:
    """A small number out of a hidden field, which anybody may have changed."""
    return min(int(typed), _MOST) if isinstance(typed, str) and typed.isdecimal() and len(typed) < 4 else 0
