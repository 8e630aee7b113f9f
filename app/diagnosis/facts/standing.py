"""Standing: which steps belong to one expression of a frame, and which to one statement.

Steps that follow each other belong to one expression where every frame from the outermost on stands at the same place
in its bytecode, and to one statement where it stands in the same line, at the same visit.
"""

from collections.abc import Callable, Iterable

from ...trace import Frame, Step

_Key = tuple[str, int, int, int]


def expressions(steps: Iterable[Step]) -> list[tuple[int, ...]]:
    """For each step and frame a number that is the same in one expression."""
    return _numbered(steps, lambda frame, visit: (frame.function, frame.line, frame.place, visit))


def statements(steps: Iterable[Step]) -> list[tuple[int, ...]]:
    """For each step and frame a number that is the same in one line."""
    return _numbered(steps, lambda frame, visit: (frame.function, frame.line, 0, visit))


def _numbered(steps: Iterable[Step], key: Callable[[Frame, int], _Key]) -> list[tuple[int, ...]]:
    before: tuple[_Key, ...] = ()
    numbers: tuple[int, ...] = ()
    found: list[tuple[int, ...]] = []
    for count, step in enumerate(steps):
        here = tuple(key(frame, step.visit if frame is step.frames[-1] else 0) for frame in step.frames)
        same = _common(before, here)
        numbers = (*numbers[:same], *([count] * (len(here) - same)))
        found.append(numbers)
        before = here
    return found


def _common(one: tuple[_Key, ...], other: tuple[_Key, ...]) -> int:
    """In how many frames, from the outermost, two steps stand in the same place.

    A visit is compared where both are innermost; where one of them stands further in, it has none.
    """
    for number, (a, b) in enumerate(zip(one, other, strict=False)):
        if a[:3] != b[:3] or (a[3] and b[3] and a[3] != b[3]):
            return number
    return min(len(one), len(other))
