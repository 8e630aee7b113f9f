"""Optimizers: the state that their first step makes, and what they need meanwhile."""

from collections.abc import Sequence

from . import kernels
from .graph import Fill, Tensor

_COUNT = 4
"""Bytes of Adam's count of steps, a float32 whatever the parameters are."""


def step(optimizer: str, parameters: Sequence[Fill]) -> list[Tensor]:
    """One step, and the state that it leaves."""
    learned = [(fill, fill.gradient) for fill in parameters if fill.gradient is not None]
    if optimizer == "momentum":
        return [kernels.like(gradient, fill.machine) for fill, gradient in learned]
    return _adam([fill for fill, _ in learned]) if optimizer == "adam" else []


def _adam(parameters: Sequence[Fill]) -> list[Tensor]:
    """All state is made first. While one parameter is worked on, what the one before was divided by is still there."""
    state = []
    for fill in parameters:
        state.append(kernels.sized(fill.machine, _COUNT))
        state += [kernels.blank(fill.machine, fill.shape) for _ in range(2)]
    for fill in parameters:
        root = kernels.blank(fill.machine, fill.shape)
        divided = kernels.blank(fill.machine, fill.shape)  # noqa: F841
        del root
    return state
