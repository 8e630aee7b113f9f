"""What the theory says of a network."""

from dataclasses import dataclass

from ..measuring.figures import Figures
from .causes import Cause
from .graph import Role

__all__ = ["Cause", "LayerTheory", "Prediction"]


@dataclass(frozen=True)
class LayerTheory:
    """What one block adds to what is kept for backward."""

    label: str
    keeps: tuple[Role, ...]
    """What its nodes keep, weights left out; empty: nothing."""
    adds: int
    """Bytes of the storages that it keeps and no block before it."""


@dataclass(frozen=True)
class Prediction:
    """What a network will cost, by the theory."""

    figures: Figures
    """Exact to the byte where there are no causes."""
    causes: tuple[Cause, ...]
    breaks: bool
    """Backward will stop with the in-place error: then `step_peak` is 0, and the rest holds."""
    layers: tuple[LayerTheory, ...]
    """One for each block."""
