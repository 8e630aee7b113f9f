"""Axes: the values of a grid as somebody typed them, such as 1, 2, 4."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

from ...sentence import Sentence, sentence
from ..address.complaints import bounds_of
from ..network.spec import Conv2d, Input, NetworkSpec
from .sweep import AXES, MOST_DEPTH, MOST_POINTS, MOST_VALUES, Grid, usual_grid

_BETWEEN = re.compile(r"[\s,;，；、]+")
_MOST_SIGNS = 200
BOUNDS = {
    "depths": (1, MOST_DEPTH),
    "channels": bounds_of(Conv2d, "out"),
    "batches": bounds_of(Input, "batch"),
    "sizes": bounds_of(Input, "height"),
}
"""The lowest and the highest value of each axis."""


@dataclass(frozen=True)
class Axes:
    """What was typed for each axis, tidied where it is right, and what it means."""

    typed: Mapping[str, str]
    grid: Grid | None
    """None while something is wrong."""
    complaints: Mapping[str, Sentence]
    """By axis; under `points`, what is wrong with them together."""


def axes_in(query: Mapping[str, str], spec: NetworkSpec) -> Axes:
    """The axes of a query. One that is absent is as built; where all are, it is the usual grid."""
    if not any(axis in query for axis in AXES):
        grid = usual_grid(spec)
        return Axes({axis: _text(getattr(grid, axis)) for axis in AXES}, grid, {})
    typed = {axis: query.get(axis, "")[:_MOST_SIGNS] for axis in AXES}
    wrong: dict[str, Sentence] = {}
    values = {axis: _values(axis, typed[axis], wrong) for axis in AXES}
    if values["channels"] and not any(isinstance(block, Conv2d) for block in spec.blocks):
        wrong["channels"] = sentence("This network has no convolution whose channels could be set. Leave this empty.")
    if not wrong and (count := prod(len(each) or 1 for each in values.values())) > MOST_POINTS:
        wrong["points"] = sentence(
            "These are %(count)s networks, and one sweep measures at most %(most)s. Leave some values out.",
            count=count,
            most=MOST_POINTS,
        )
    tidy = {axis: typed[axis] if axis in wrong else _text(values[axis]) for axis in AXES}
    return Axes(tidy, None if wrong else Grid(**values), wrong)


def _values(axis: str, text: str, wrong: dict[str, Sentence]) -> tuple[int, ...]:
    """The numbers of an axis, each once, the lowest first."""
    low, high = BOUNDS[axis]
    words = [word for word in _BETWEEN.split(text) if word]
    numbers = {int(word) for word in words if word.isascii() and word.isdecimal() and len(word) < 6}
    if len(words) > MOST_VALUES:
        wrong[axis] = sentence("Enter at most %(most)s numbers.", most=MOST_VALUES)
    elif not all(word.isascii() and word.isdecimal() and len(word) < 6 and low <= int(word) <= high for word in words):
        wrong[axis] = sentence(
            "Enter whole numbers from %(low)s to %(high)s with commas between them, or nothing.", low=low, high=high
        )
    return tuple(sorted(numbers))


def _text(values: tuple[int, ...]) -> str:
    return ", ".join(map(str, values))
