"""Comparison: one network with inplace off and on, side by side; every figure comes from the runs in it."""

from typing import Literal

from pydantic import Field

from ..runs.report import Report
from ..trace import Bytes, Phase, Record

Mode = Literal["train", "infer"]


class Layer(Record):
    """The article's two layers: Conv2d(inputs, outputs, 3×3, padding 1) and ReLU, on a batch of square images."""

    batch: int = Field(8, ge=1, le=64, description="Images in the batch.")
    inputs: int = Field(64, ge=1, le=512, description="Channels of the input.")
    outputs: int = Field(192, ge=1, le=512, description="Channels of the output.")
    size: int = Field(32, ge=1, le=224, description="Height and width of the input, in pixels.")


class Bar(Record):
    """One step on the memory chart."""

    label: str = Field(description="What ran, such as conv2d or ReluBackward0.")
    phase: Phase
    live: Bytes = Field(description="Live bytes just before the next step.")
    peak: Bytes = Field(description="Live bytes at the highest moment of the step.")


class StorageRow(Record):
    """One storage and what shares it: one storage, one row."""

    storage: str
    nbytes: int
    version: int | None
    held: tuple[str, ...] = Field(description="What lies in it, in order: conv, relu.")
    overwritten_by: str | None = Field(description="The operator that wrote over the first of them.")
    freed_after: str | None = Field(
        description="The step after which it died in the forward pass; none if it lived on."
    )


class Side(Record):
    """One run of the network: inplace off, or on."""

    inplace: bool
    source: str
    report: Report
    forward_peak: int = Field(description="Most live bytes at any moment of the forward pass.")
    kept: int = Field(description="Bytes that autograd keeps at the end of forward, without parameters and input.")
    step_peak: int = Field(description="Most live bytes at any moment of the whole step.")
    step_peak_at: str = Field(description="The step in which that moment lay.")
    bars: tuple[Bar, ...]
    rows: tuple[StorageRow, ...]


class Spread(Record):
    """Times of one side over all rounds, in seconds."""

    median: float
    low: float = Field(description="First quartile.")
    high: float = Field(description="Third quartile.")


class Latency(Record):
    """Untraced times, the two sides by turns in one process."""

    off: Spread
    on: Spread
    ratio: Spread = Field(description="on / off of each round: below 1, inplace was faster.")
    rounds: int
    source: str = Field(description="The program that measured it.")


class Equality(Record):
    """One value of both runs, compared bit for bit."""

    name: str = Field(description="Such as y or net.0.weight.grad.")
    shape: tuple[int, ...]
    equal: bool


class Comparison(Record):
    """One mode: a training step, or inference."""

    mode: Mode
    off: Side
    on: Side
    equalities: tuple[Equality, ...]
    latency: Latency | None = Field(description="Absent where the timing program did not finish.")

    @property
    def scale(self) -> int:
        """The top of the one memory axis that both sides share, in bytes."""
        return max(self.off.step_peak, self.on.step_peak)

    @property
    def identical(self) -> bool:
        """Every compared value has the same bits."""
        return bool(self.equalities) and all(equality.equal for equality in self.equalities)


class LabResult(Record):
    """What the Lab's page shows."""

    layer: Layer
    device: str
    torch: str
    threads: int
    train: Comparison
    infer: Comparison
    measured_at: str = Field(description="When the runs ended, ISO 8601, UTC.")
    seconds: float = Field(description="How long all runs took together.")
