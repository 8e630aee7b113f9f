"""ClassView: how the class gets on: who is stuck where, what its exercises fail at, what it offers to show."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...classroom.people import Desk
from ...classroom.room_rows import Room
from ...classroom.tally import Counts, Offer, Progress
from ...i18n import Language
from ...lessons.manifest import Check, Forbids, Gradients, Keeps, Same
from ...lessons.shelf import Shelf
from ..code import CodeLine, coloured
from ..services import Services

_PLACE = re.compile(r"lessons/(?P<slug>[a-z0-9-]{1,80})(?:#(?P<cell>[\w.-]{1,80}))?(?: step (?P<step>\d{1,6}))?")


@dataclass(frozen=True)
class Spot:
    """A place where somebody is stuck."""

    place: str
    """As the students' browsers named it."""
    count: int
    lesson: str = ""
    """The title of the lesson; empty where it is in none."""
    number: int = 0
    href: str = ""
    cell: str = ""
    step: str = ""


@dataclass(frozen=True)
class Failing:
    """A check of an exercise that some do not pass."""

    kind: str
    """That of the check; gate where the program was refused before it ran."""
    names: str
    """What the check is about."""
    count: int


@dataclass(frozen=True)
class Tried:
    """An exercise that somebody tried."""

    number: int
    lesson: str
    href: str
    name: str
    tried: int
    passed: int
    failing: tuple[Failing, ...]


@dataclass(frozen=True)
class Offered:
    """A program that a student offers to show."""

    id: str
    name: str
    """Empty where it has none, or names are muted."""
    code: tuple[CodeLine, ...]
    shown: bool


@dataclass(frozen=True)
class ClassView:
    """All of that."""

    spots: tuple[Spot, ...]
    exercises: tuple[Tried, ...]
    offers: tuple[Offered, ...]
    counts: Counts

    @property
    def stuck(self) -> int:
        """How many are stuck."""
        return sum(self.counts.stuck.values())

    @property
    def news(self) -> list[object]:
        """The counts that it was drawn for: where others come, it is to be drawn again."""
        return [self.counts.offers, self.counts.tries, list(self.counts.stuck.items())]


async def class_of(services: Services, desk: Desk, room: Room, counts: Counts, shown: Language) -> ClassView:
    """How a class gets on, in the language of its teacher. Raises RoomUnavailable."""
    shelf = services.bookshelf.read()
    return ClassView(
        spots=tuple(_spots(shelf, counts.stuck, shown.tag)),
        exercises=tuple(_tried(shelf, each, shown.tag) for each in await services.rooms.teaching.progress(desk)),
        offers=tuple(_offered(room, each) for each in await services.rooms.teaching.offers(desk)),
        counts=counts,
    )


def _spots(shelf: Shelf, stuck: Mapping[str, int], tag: str) -> Iterator[Spot]:
    for place, count in stuck.items():
        match = _PLACE.fullmatch(place)
        lesson = shelf.lesson(match["slug"]) if match else None
        if match is None or lesson is None:
            yield Spot(place, count)
            continue
        cell = match["cell"] or ""
        href = f"/{tag}/lessons/{lesson.slug}" + (f"#cell-{cell}" if cell else "")
        yield Spot(place, count, lesson.words[tag].title, lesson.number, href, cell, match["step"] or "")


def _tried(shelf: Shelf, progress: Progress, tag: str) -> Tried:
    lesson = shelf.lesson(progress.lesson)
    exercise = lesson.exercises.get(progress.exercise) if lesson else None
    checks = exercise.checks if exercise else ()
    return Tried(
        number=lesson.number if lesson else 0,
        lesson=lesson.words[tag].title if lesson else progress.lesson,
        href=f"/{tag}/lessons/{progress.lesson}#exercise-{progress.exercise}",
        name=progress.exercise,
        tried=progress.tried,
        passed=progress.passed,
        failing=tuple(Failing(kind, _names(kind, checks), count) for kind, count in progress.failing.items()),
    )


def _names(kind: str, checks: tuple[Check, ...]) -> str:
    """What the check of a kind is about: names, or calls."""
    match next((each for each in checks if each.kind == kind), None):
        case Same(names=names) | Gradients(names=names):
            return ", ".join(names)
        case Keeps(calls=names) | Forbids(what=names):
            return ", ".join(names)
        case _:
            return ""


def _offered(room: Room, offer: Offer) -> Offered:
    state = room.state
    shown = state.on_screen is not None and state.on_screen.offer == offer.id
    return Offered(offer.id, "" if state.names_muted else offer.name, coloured(offer.source), shown)
