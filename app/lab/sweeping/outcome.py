"""Outcome: what one size of a network came to, with inplace off and on."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass

from ...errors import LabError
from ...sentence import Sentence, sentence
from ..measuring.comparison import Comparison, Side
from ..network.spec import NetworkSpec
from ..theory.predict import predict
from .sweep import Point

Measure = Callable[[NetworkSpec], Awaitable[Comparison | None]]
"""Runs a network with inplace off and on; None where nobody waits for it any more."""


@dataclass(frozen=True)
class Outcome:
    """A point and its two runs, or why there is nothing to compare."""

    point: Point
    comparison: Comparison | None = None
    trouble: Sentence | None = None
    title: str = ""
    """The kind of trouble, where that is all there is to say."""

    @property
    def whole(self) -> bool:
        """Both runs reached their end."""
        return self.comparison is not None and self.comparison.whole

    @property
    def off(self) -> Side | None:
        """The run with inplace off, where it reached its end."""
        return _whole(self.comparison.left) if self.comparison else None

    @property
    def on(self) -> Side | None:
        """The run with inplace on, where it reached its end."""
        return _whole(self.comparison.right) if self.comparison else None

    def saved(self, figure: str = "step_peak") -> int | None:
        """Bytes that are fewer with inplace on; None where the runs cannot be compared."""
        off, on = self.off, self.on
        return getattr(off, figure) - getattr(on, figure) if off and on else None

    def share(self, figure: str = "step_peak") -> float | None:
        """The same as a share of what it was off."""
        saved, off = self.saved(figure), self.off
        return saved / (getattr(off, figure) or 1) if saved is not None and off else None


@dataclass(frozen=True)
class Forecast:
    """What the theory says of the whole step's peak, with inplace off and on, in bytes."""

    off: int
    on: int

    @property
    def share(self) -> float:
        """What inplace saves, as a share of what it is off."""
        return (self.off - self.on) / (self.off or 1)


def forecast(point: Point) -> Forecast | None:
    """The theory of a point; None where it says that there will be no whole step."""
    if point.spec is None or point.misfit is not None:
        return None
    off, on = (predict(point.spec, inplace=inplace) for inplace in (False, True))
    peaks = off.figures.step_peak, on.figures.step_peak
    return Forecast(*peaks) if all(peaks) else None


async def outcomes(points: Iterable[Point], measure: Measure) -> AsyncIterator[Outcome]:
    """One point after the other. What goes wrong with one is told, and the next is measured."""
    for point in points:
        if point.spec is None or point.misfit is not None:
            yield Outcome(point, trouble=point.misfit)
            continue
        try:
            comparison = await measure(point.spec)
        except LabError as error:
            yield Outcome(point, trouble=error.sentence, title=error.title)
            continue
        if comparison is None:
            return
        yield Outcome(point, comparison, _told(comparison))


def _told(comparison: Comparison) -> Sentence | None:
    """That a run was ended by an exception, and where."""
    side = next((side for side in reversed(comparison.sides) if side.raised), None)
    if side is None:
        return None
    error = side.raised.partition(":")[0]
    if side.raised_at:
        return sentence(
            "%(side)s raised %(error)s in %(layer)s.", side=str(side.label), error=error, layer=side.raised_at
        )
    return sentence("%(side)s raised %(error)s.", side=str(side.label), error=error)


def _whole(side: Side) -> Side | None:
    return side if side.whole else None
