"""Places: where the programs of a lesson stand on its page, and which of them have to wait for a prediction."""

from collections import Counter

from ...lessons.lesson import Lesson
from ...lessons.words import Part
from .state import State


def ids_of(lesson: Lesson, tag: str) -> dict[Part, tuple[str, ...]]:
    """The ids of the programs that a part shows; the first place of a program has its plain name."""
    uses, ids = Counter[str](), {}
    for part in lesson.words[tag].parts():
        found = []
        for name in programs_of(lesson, part):
            uses[name] += 1
            found.append(f"cell-{name}" + (f"-{uses[name]}" if uses[name] > 1 else ""))
        ids[part] = tuple(found)
    return ids


def programs_of(lesson: Lesson, part: Part) -> tuple[str, ...]:
    """The programs that a part shows, now or later."""
    if part.kind == "predict":
        return (lesson.predictions[part.names[0]].cell,)
    return part.names if part.kind in ("run", "compare") else ()


def gates(lesson: Lesson, state: State) -> dict[str, str]:
    """The prediction that comes before each program, where it was not made yet."""
    return {asked.cell: name for name, asked in lesson.predictions.items() if name not in state.said}


def wanted(lesson: Lesson, tag: str, state: State) -> tuple[str, ...]:
    """The programs whose runs a page shows, in the order of their places."""
    closed = gates(lesson, state)
    places = (name for part in lesson.words[tag].parts() for name in programs_of(lesson, part))
    return tuple(name for name in dict.fromkeys(places) if name not in closed)
