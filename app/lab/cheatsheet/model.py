"""What the cheat sheet says, as it was measured."""

from typing import Literal

from pydantic import Field

from ...sentence import Sentence
from ...trace import Record
from ..measuring.families import Family

Kept = Literal["input", "result", "operand", "mask", "indices", "statistics", "between"]
"""What a node keeps. `operand`: the other tensor, such as a weight; `between`: a result on the way to its own."""

Outcome = Literal["safe", "call", "backward", "changed"]
"""`call`: torch refuses the write; `backward`: backward raises; `changed`: nothing is raised, and numbers differ."""


class Habit(Record):
    """One operation: what it keeps, and which overwriting backward survives."""

    slug: str
    label: str
    call: str
    nodes: tuple[str, ...] = Field(description="torch's names of the nodes that keep something.")
    keeps: tuple[Kept, ...]
    input_said: str = Field(description="What backward said once its input was overwritten; empty where it ran.")
    result_said: str = Field(description="The same of its result.")

    @property
    def free_input(self) -> bool:
        """Its input may be overwritten afterwards."""
        return not self.input_said

    @property
    def free_result(self) -> bool:
        """Its result may be overwritten afterwards."""
        return not self.result_said

    @property
    def others(self) -> tuple[Kept, ...]:
        """What it keeps beside input and result."""
        return tuple(each for each in self.keeps if each not in ("input", "result"))


class Figures(Record):
    """One network, off and on, in units of one activation."""

    off: float
    on: float

    @property
    def less(self) -> bool:
        """The flag saves something."""
        return self.on < self.off


class FamilyRow(Record):
    """The activations whose flag does the same, and what it does to four blocks of a convolution and one of them."""

    family: Family
    members: tuple[str, ...] = Field(description="Their classes in torch.nn.")
    others: tuple[str, ...] = Field(
        description="Those that keep something else beside it: other figures hold for them."
    )
    example: str = Field(description="The one that was measured.")
    kept: Figures = Field(description="Bytes that are kept when forward ends.")
    forward: Figures = Field(description="Most live bytes in forward, beyond parameters and the input.")
    step: Figures = Field(description="Most live bytes in the whole step, beyond parameters and the input.")
    inference: Figures = Field(description="Most live bytes under no_grad, beyond parameters and the input.")


class PlacementRow(Record):
    """One place where an activation was put, and what happened with inplace on."""

    slug: str
    title: Sentence
    line: str = Field(description="The code in question, abridged.")
    outcome: Outcome
    differs: tuple[str, ...] = Field(description="The names that hold other numbers than with inplace off.")
    raises_off: bool = Field(description="It raises with inplace off, too.")
    said: str = Field(description="What torch said; empty where nothing.")
    code: str = Field(description="The class of the error; empty where none was found.")
    source: str


class Cure(Record):
    """A change to a failing program, run."""

    kind: str = Field(description="What kind of change it is, as the clinic calls it.")
    lines: tuple[str, ...] = Field(description="The lines that it puts there.")
    right: bool = Field(description="Its gradients are what they should be.")
    runs: bool = Field(description="It runs to its end.")
    reason: Sentence
    extra: float | None = Field(description="What it costs at the peak, in units of the tensor that was overwritten.")


class Cures(Record):
    """A failing program and what cures it."""

    source: str
    lines: tuple[str, ...] = Field(description="The lines in question.")
    message: str = Field(description="What torch said of it.")
    tried: tuple[Cure, ...]


class Sheet(Record):
    """All of it."""

    torch: str
    threads: int
    measured_at: str = Field(description="When the runs ended, ISO 8601, UTC.")
    habits: tuple[Habit, ...]
    program: str = Field(description="The program that overwrote, and asked backward.")
    families: tuple[FamilyRow, ...]
    unit: int = Field(description="Bytes of one activation of the networks behind `families`.")
    placements: tuple[PlacementRow, ...]
    cures: Cures
