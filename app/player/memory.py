"""Memory: live bytes by category over the steps of a trace, and the highest moment of all. Pure.

Two numbers for one step: `live` is what was left when it had ended, `peak` is the highest moment within it. The first
is stacked by category; what the second needs more lies above the stack.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import Any, get_args

from ..trace import Category, Step, Trace
from ..visible import visible
from .names import shown

CATEGORIES: tuple[Category, ...] = get_args(Category)
SHORT = 60
"""So many steps are few enough for their table to be in the page from the start."""
MOST_ROWS = 200
"""A table of more steps than these leaves out those at which nothing changes."""


@dataclass(frozen=True)
class Peak:
    """The first step that reaches the highest moment."""

    step: Step
    maker: Step | None
    """For a node of a backward pass, the step that made the node."""

    @property
    def nbytes(self) -> int:
        """The bytes of that moment."""
        return self.step.peak.total


@dataclass(frozen=True)
class Memory:
    """The memory of one trace, which has at least one step."""

    trace: Trace

    @cached_property
    def peak(self) -> Peak:
        """The highest moment."""
        step = max(self.trace.steps, key=lambda step: step.peak.total)
        return Peak(step, _maker(self.trace, step))

    @cached_property
    def categories(self) -> frozenset[Category]:
        """The categories that ever have bytes."""
        seen = [step.live for step in self.trace.steps] + [self.peak.step.peak]
        return frozenset(name for name in CATEGORIES if any(getattr(each, name) for each in seen))

    @property
    def short(self) -> bool:
        """The table may be in the page from the start."""
        return len(self.trace.steps) <= SHORT

    @cached_property
    def rows(self) -> tuple[Step, ...]:
        """The steps of the table: all, or of very many those at which some number changes."""
        steps = self.trace.steps
        if len(steps) <= MOST_ROWS:
            return steps
        changed = (b for a, b in pairwise(steps) if (a.live, a.peak) != (b.live, b.peak))
        return (steps[0], *changed)

    @property
    def figure(self) -> dict[str, Any]:
        """What the chart is drawn from; bytes as differences to the step before, so that many steps stay small.

        live      for each category, bytes after each step
        over      bytes that the highest moment of each step needed more
        lines     the line of each step
        names     what was called, each name once
        calls     for each step its place in `names`
        phases    each phase with the index of its first step
        peak      index of the highest step, its bytes
        """
        steps = self.trace.steps
        names = list(dict.fromkeys(visible(shown(step)) for step in steps))
        place = {name: i for i, name in enumerate(names)}
        return {
            "live": {name: series(getattr(step.live, name) for step in steps) for name in self._stacked()},
            "over": series(step.peak.total - step.live.total for step in steps),
            "lines": series(step.line or 0 for step in steps),
            "names": names,
            "calls": [place[visible(shown(step))] for step in steps],
            "phases": [(phase, next(group).index) for phase, group in groupby(steps, key=lambda step: step.phase)],
            "peak": (self.peak.step.index, self.peak.nbytes),
        }

    def _stacked(self) -> Iterator[Category]:
        return (name for name in CATEGORIES if any(getattr(step.live, name) for step in self.trace.steps))

    @cached_property
    def parts(self) -> dict[str, int]:
        """The bytes of the highest moment by category."""
        return {name: getattr(self.peak.step.peak, name) for name in CATEGORIES}


def _maker(trace: Trace, step: Step) -> Step | None:
    """The step that made the node which a step ran. A leaf's gradient taker is nobody's backward."""
    node = next((node for node in trace.nodes if node.id == step.node), None)
    if node is None or node.name == "AccumulateGrad" or not 0 <= node.step < step.index:
        return None
    return trace.steps[node.step]


def series(values: Iterable[int]) -> list[int]:
    """The first value, and from then on the differences."""
    found = list(values)
    return found[:1] + [b - a for a, b in pairwise(found)]
