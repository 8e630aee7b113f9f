"""Theory beside measurement: what follows from the network alone, and what its runs came to."""

from dataclasses import dataclass

from ...lab.measuring.comparison import Comparison, Side
from ...lab.network.contrast import SideSpec
from ...lab.theory.predict import predict
from ...sentence import Sentence
from .verdicts import FIGURES, Figure


@dataclass(frozen=True)
class Claim:
    """One figure of one side."""

    predicted: int
    measured: int

    @property
    def right(self) -> bool:
        """Equal to the byte."""
        return self.predicted == self.measured


@dataclass(frozen=True)
class Theory:
    """Each figure, left and right; absent for a side without figures."""

    claims: tuple[tuple[Figure, Claim | None, Claim | None], ...]
    why: tuple[Sentence, ...]
    """Why the numbers may differ."""

    @property
    def right(self) -> bool:
        """All that was predicted was measured, to the byte."""
        return all(claim.right for _, *pair in self.claims for claim in pair if claim)

    @property
    def said(self) -> bool:
        """There is something to compare."""
        return any(claim for _, *pair in self.claims for claim in pair)


def theory_of(comparison: Comparison, built: tuple[SideSpec, SideSpec]) -> Theory:
    """Predictions for both sides in the mode of the comparison, beside what was measured."""
    predictions = [predict(each.spec.with_options(mode=comparison.mode), inplace=each.inplace) for each in built]
    causes = dict.fromkeys(cause for each in predictions for cause in each.causes)
    claims = tuple(
        (
            figure,
            _claim(figure, predictions[0].figures, comparison.left),
            _claim(figure, predictions[1].figures, comparison.right),
        )
        for figure in FIGURES
    )
    return Theory(claims, tuple(cause.sentence for cause in causes))


def _claim(figure: Figure, predicted: object, side: Side) -> Claim | None:
    if not side.whole or predicted is None:
        return None
    return Claim(getattr(predicted, figure), getattr(side, figure))
