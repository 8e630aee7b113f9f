"""Comparison: two networks side by side; every figure comes from the runs in it."""

from collections.abc import Sequence
from statistics import median, quantiles
from typing import Literal

from pydantic import Field

from ...diagnosis.model import Diagnosis
from ...runs.report import Status
from ...sentence import Sentence
from ...trace import Bytes, Phase, Record, Snippet
from ..network.contrast import Contrast
from ..network.spec import Mode, NetworkSpec

Role = Literal["input", "result", "copy", "mask", "noise", "indices", "statistics", "other"]
"""What autograd keeps of a layer. `copy`: a copy of its input, taken before the input was overwritten."""


class Bar(Record):
    """One step on the memory chart."""

    label: str = Field(description="The layer, such as conv1; where it is none, what was called: sum.")
    op: str = Field(description="What ran, such as conv2d or ReluBackward0.")
    phase: Phase
    live: Bytes = Field(description="Live bytes just before the next step.")
    peak: Bytes = Field(description="Live bytes at the highest moment of the step.")


class StorageRow(Record):
    """One storage and what shares it: one storage, one row."""

    storage: str
    nbytes: int
    version: int | None
    held: tuple[str, ...] = Field(description="What lies in it, in order: x, conv1, relu1.")
    overwritten_by: tuple[str, ...] = Field(description="The layers that wrote over what lay there.")
    kept_by: tuple[str, ...] = Field(description="The layers whose nodes keep it for backward.")
    freed_after: str | None = Field(description="The layer after which it died; none if it lived on.")
    freed_in: Phase | None


class Keep(Record):
    """A storage that a node of a layer keeps for backward; parameters are left out."""

    node: str = Field(description="torch's own name, such as ReluBackward0.")
    role: Role
    storage: str
    nbytes: int


class LayerRow(Record):
    """One layer of the network, as it ran."""

    block: int
    label: str
    shape: tuple[int, ...] = Field(description="Shape of its result.")
    storage: str | None = Field(description="Where its result lies.")
    alias: str | None = Field(description="The layer whose storage that was before; none where it is new.")
    wrote: bool = Field(description="It wrote over what had arrived.")
    allocated: int = Field(description="Bytes of the storages that it made and that outlived its call.")
    keeps: tuple[Keep, ...]
    hidden: bool = Field(
        False,
        description="It wrote into a view: torch puts its node inside CopySlices, where nobody sees what it keeps.",
    )
    freed_after: str | None = Field(description="After which layer the storage of its result died.")
    freed_in: Phase | None


class Side(Record):
    """One run of one network."""

    label: Sentence
    code: bool = Field(description="The label is code, the same in every language.")
    inplace: bool
    snippet: Snippet
    report: str = Field(description="Id of the report, by which the run can be recalled for a while.")
    status: Status
    sentence: Sentence = Field(description="How the run ended.")
    raised: str = Field("", description="The exception's type and message, where one ended it.")
    raised_at: str = Field("", description="The layer in which it was raised; empty where in none.")
    diagnoses: tuple[Diagnosis, ...] = ()
    forward_peak: int = Field(0, description="Most live bytes at any moment of the forward pass.")
    kept: int = Field(0, description="Bytes that are kept for backward when forward ends, but parameters and input.")
    step_peak: int = Field(0, description="Most live bytes at any moment of the whole step.")
    forward_peak_at: str = Field("", description="The layer in which that moment lay.")
    step_peak_at: str = Field("", description="The layer in which that moment lay.")
    step_peak_op: str = Field("", description="What ran then, such as ReluBackward0.")
    step_peak_in: Phase = "forward"
    forward_top: Bytes = Bytes()
    step_top: Bytes = Bytes()
    bars: tuple[Bar, ...] = ()
    rows: tuple[StorageRow, ...] = ()
    layers: tuple[LayerRow, ...] = ()

    @property
    def whole(self) -> bool:
        """It reached its end, so that its figures say something."""
        return self.status is Status.OK


class Spread(Record):
    """Times of one side over all rounds, in seconds."""

    median: float
    low: float = Field(description="First quartile.")
    high: float = Field(description="Third quartile.")

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """The spread of at least two values."""
        low, _, high = quantiles(values, n=4, method="inclusive")
        return cls(median=median(values), low=low, high=high)


class Latency(Record):
    """Untraced times, the two sides by turns in one process."""

    left: Spread
    right: Spread
    ratio: Spread = Field(description="right / left of each round: below 1, the right one was faster.")
    rounds: int
    source: str = Field(description="The program that measured it.")


class Equality(Record):
    """One value of both runs, compared bit for bit."""

    name: str = Field(description="Such as y or net.conv1.weight.grad.")
    shape: tuple[int, ...]
    equal: bool


class Comparison(Record):
    """One mode: a training step, or inference."""

    mode: Mode
    left: Side
    right: Side
    equalities: tuple[Equality, ...]

    @property
    def sides(self) -> tuple[Side, Side]:
        """Left and right."""
        return self.left, self.right

    @property
    def scale(self) -> int:
        """The top of the one memory axis that both sides share, in bytes."""
        return max(self.left.step_peak, self.right.step_peak)

    @property
    def whole(self) -> bool:
        """Both runs reached their end."""
        return self.left.whole and self.right.whole


class LabResult(Record):
    """What the Lab's page shows."""

    spec: NetworkSpec
    contrast: Contrast
    device: str
    torch: str
    threads: int
    train: Comparison
    infer: Comparison
    shown: Comparison = Field(description="The mode that was asked for; often one of the two.")
    measured_at: str = Field(description="When the runs ended, ISO 8601, UTC.")
    seconds: float = Field(description="How long all runs took together.")
