"""Geometry of the pictures: across in per cent of the width, down in pixels, so that text never scales. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, get_args

from ..lab.measuring.comparison import Bar, Comparison, Latency, Side
from ..player.memory import series
from ..trace import Bytes, Category

TOP = 40
PLOT = 200
BASE = TOP + PLOT
_LABELS_FLAT, _LETTER = 28, 5
_FEWEST_SLOTS = 6
_MOST_NAMED = 24
_GAP = 0.22
_HAIRLINE = 0.75

# From the ground up: what stays lies below, what comes and goes lies above.
STACK: tuple[Category, ...] = ("parameters", "inputs", "optimizer", "saved", "activations", "gradients", "temporaries")
assert set(STACK) == set(get_args(Category))  # noqa: S101


@dataclass(frozen=True)
class Segment:
    """One category of one bar."""

    category: Category
    y: float
    height: float


@dataclass(frozen=True)
class Column:
    """One step: its live bytes in a stack, and above them what its highest moment needed more."""

    bar: Bar
    x: float
    width: float
    segments: tuple[Segment, ...]
    ghost: Segment | None

    @property
    def middle(self) -> float:
        """Where its label is centred."""
        return self.x + self.width / 2


@dataclass(frozen=True)
class Region:
    """One phase: the columns of forward, or of backward, and the highest moment in it."""

    phase: str
    x: float
    width: float
    peak: int
    peak_y: float


@dataclass(frozen=True)
class Tick:
    """One value of the memory axis."""

    nbytes: int
    y: float


@dataclass(frozen=True)
class Chart:
    """Memory over time of one side."""

    columns: tuple[Column, ...]
    regions: tuple[Region, ...]
    ticks: tuple[Tick, ...]
    empty_x: float
    """Where the columns end; the rest of the width is free."""
    categories: tuple[Category, ...]
    slanted: bool
    """Too many columns for their names to lie flat."""
    named: bool
    """Few enough columns for names at all."""

    @property
    def height(self) -> int:
        """The whole picture, in pixels."""
        longest = max((len(column.bar.label) for column in self.columns), default=0)
        return BASE + _LABELS_FLAT + (_LETTER * longest if self.slanted and self.named else 0)


def memory_chart(side: Side, scale: int) -> Chart:
    """The chart of one side on an axis that ends at `scale` bytes."""
    slot = 100 / max(len(side.bars), _FEWEST_SLOTS)
    down = PLOT / max(scale, 1)
    return Chart(
        columns=tuple(_column(i, bar, slot, down) for i, bar in enumerate(side.bars)),
        regions=tuple(_regions(side.bars, slot, down)),
        ticks=tuple(Tick(value, BASE - value * down) for value in ticks(scale)),
        empty_x=slot * len(side.bars),
        categories=tuple(name for name in STACK if any(getattr(bar.live, name) for bar in side.bars)),
        slanted=len(side.bars) > _FEWEST_SLOTS,
        named=len(side.bars) <= _MOST_NAMED,
    )


def pair_figure(comparison: Comparison) -> dict[str, Any]:
    """What the chart of both sides is drawn from; each side as in `Memory.figure`, with layers in place of lines."""
    return {"sides": [_figure(side) for side in comparison.sides if side.bars], "top": comparison.scale}


def _figure(side: Side) -> dict[str, Any]:
    names = list(dict.fromkeys(_named(bar) for bar in side.bars))
    stacked = [name for name in STACK if any(getattr(bar.live, name) for bar in side.bars)]
    highest = max(range(len(side.bars)), key=lambda i: side.bars[i].peak.total)
    starts = [0, *(i for i in range(1, len(side.bars)) if side.bars[i].phase != side.bars[i - 1].phase)]
    return {
        "live": {name: series(getattr(bar.live, name) for bar in side.bars) for name in stacked},
        "over": series(bar.peak.total - bar.live.total for bar in side.bars),
        "lines": series(0 for _ in side.bars),
        "names": names,
        "calls": [names.index(_named(bar)) for bar in side.bars],
        "phases": [(side.bars[i].phase, i) for i in starts],
        "peak": (highest, side.bars[highest].peak.total),
    }


def _named(bar: Bar) -> str:
    return bar.label if bar.op.startswith(bar.label.rstrip("0123456789")) else f"{bar.label} · {bar.op}"


def _column(index: int, bar: Bar, slot: float, down: float) -> Column:
    segments = _stack(bar.live, down)
    more = (bar.peak.total - bar.live.total) * down
    top = BASE - bar.live.total * down
    return Column(
        bar=bar,
        x=slot * (index + _GAP / 2),
        width=slot * (1 - _GAP),
        segments=segments,
        ghost=Segment("temporaries", top - more, more) if more > _HAIRLINE else None,
    )


def _stack(live: Bytes, down: float) -> tuple[Segment, ...]:
    segments, y = [], float(BASE)
    for category in STACK:
        height = getattr(live, category) * down
        y -= height
        if height > _HAIRLINE:
            segments.append(Segment(category, y, height))
    return tuple(segments)


def _regions(bars: Sequence[Bar], slot: float, down: float) -> list[Region]:
    regions, start = [], 0
    for phase, group in groupby(bars, key=lambda bar: bar.phase):
        members = list(group)
        peak = max(bar.peak.total for bar in members)
        regions.append(Region(phase, slot * start, slot * len(members), peak, BASE - peak * down))
        start += len(members)
    return regions


def ticks(scale: int) -> list[int]:
    """Two to five round values from 0 up to the scale, in bytes: 0, 5 MiB, 10 MiB."""
    unit = 1
    while scale // unit >= 1024:
        unit *= 1024
    steps = (unit * round_ for round_ in (1, 2, 5, 10, 20, 50, 100, 200, 500))
    step = next((step for step in steps if scale / step <= 4), max(scale, 1))
    return list(range(0, scale + 1, step))


@dataclass(frozen=True)
class Interval:
    """The ratio of two times on a line around 1, in per cent of the width."""

    low: float
    high: float
    median: float
    one: float


def ratio_interval(latency: Latency) -> Interval:
    """Where quartiles, median and 1 lie on a line that reaches equally far to both sides of 1."""
    ratio = latency.ratio
    reach = max(abs(ratio.low - 1), abs(ratio.high - 1), abs(ratio.median - 1), 0.05) * 1.25

    def place(value: float) -> float:
        return 50 + (value - 1) / reach * 50

    return Interval(place(ratio.low), place(ratio.high), place(ratio.median), 50.0)
