"""Causes: why there may be no measurement, or another one than predicted."""

from enum import StrEnum

from ...sentence import Sentence, sentence


class Cause(StrEnum):
    """One cause. What the theory cannot say is 0 in its figures."""

    COMPILED = "compiled"
    """torch.compile decides itself what to keep and when; the prediction is for the program without it."""
    GPU = "gpu"
    """Kernels of a GPU make other intermediate results; the prediction is for the CPU."""
    NOTHING_LEARNS = "nothing_learns"
    """No parameter that learns has a share in the loss, so torch refuses to run backward."""
    REFUSED = "refused"
    """Two features of shapes that cannot be compared: torch refuses to work out the loss."""
    NO_KERNEL = "no_kernel"
    """RReLU in float16: torch has no kernel for that while it learns."""
    NEGATIVE_SLOPE = "negative_slope"
    """A negative slope in place: input and result no longer tell each other, so backward refuses."""
    LOST = "lost"
    """A hook keeps what a checkpoint computes again, and with it a copy that a write through a view made: it is kept,
    but whoever measures loses sight of it."""
    CRASHES = "crashes"
    """GroupNorm in channels_last whose input wants no gradient: torch's kernel crashes in backward."""

    @property
    def sentence(self) -> Sentence:
        """The cause for a reader."""
        return _SENTENCES[self]


_SENTENCES = {
    Cause.COMPILED: sentence(
        "torch.compile decides itself what is kept and when; the prediction is for the program without it."
    ),
    Cause.GPU: sentence("Kernels of a GPU make other intermediate results; the prediction is for the CPU."),
    Cause.NOTHING_LEARNS: sentence("No parameter that learns has a share in the loss, so backward has nothing to do."),
    Cause.REFUSED: sentence("The features that the hooks keep have shapes that cannot be compared."),
    Cause.NO_KERNEL: sentence("torch has no kernel for RReLU in float16 in train mode."),
    Cause.NEGATIVE_SLOPE: sentence(
        "With a negative slope the result no longer tells the input, so backward refuses to run in place."
    ),
    Cause.LOST: sentence(
        "A hook keeps what a checkpoint computes again, and with it a copy that the measurement loses sight of."
    ),
    Cause.CRASHES: sentence(
        "torch crashes in the backward pass of a GroupNorm in channels_last whose input wants no gradient."
    ),
}


class Stopped(Exception):
    """The program does not get further, and why."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause)
        self.cause = cause
