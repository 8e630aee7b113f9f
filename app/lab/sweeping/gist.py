"""Gist: what the points of a sweep that were measured come to, together."""

from collections.abc import Sequence
from dataclasses import dataclass

from .outcome import Outcome
from .sweep import AXES


@dataclass(frozen=True)
class Gist:
    """How many networks saved something at one figure, and how much."""

    count: int
    """Networks with both runs."""
    left_out: int
    """Networks that could not be compared."""
    saved: int
    same: int
    cost: int
    """Networks in which inplace took more."""
    low: float
    high: float
    """The shares of the off side's bytes that were saved, the least and the most."""
    most: tuple[tuple[str, int], ...]
    """What is common to all that saved the most, where it is not common to all: (depths, 8)."""

    @property
    def even(self) -> bool:
        """Nothing is saved anywhere, and nothing costs more."""
        return self.same == self.count


def gist_of(outcomes: Sequence[Outcome], figure: str = "step_peak") -> Gist:
    """What some outcomes come to, at one figure."""
    compared = [(each, share) for each in outcomes if (share := each.share(figure)) is not None]
    shares = [share for _, share in compared]
    high = max(shares, default=0.0)
    return Gist(
        count=len(shares),
        left_out=len(outcomes) - len(shares),
        saved=sum(share > 0 for share in shares),
        same=shares.count(0.0),
        cost=sum(share < 0 for share in shares),
        low=min(shares, default=0.0),
        high=high,
        most=_common([each for each, share in compared if share == high], [each for each, _ in compared]),
    )


def _common(some: list[Outcome], everyone: list[Outcome]) -> tuple[tuple[str, int], ...]:
    """The values that some points have in common, of the axes on which all of them differ."""
    found = []
    for axis in AXES:
        theirs, all_ = ({each.point.values[axis] for each in group} for group in (some, everyone))
        value = next(iter(theirs), None)
        if len(theirs) == 1 and len(all_) > 1 and value is not None:
            found.append((axis, value))
    return tuple(found)
