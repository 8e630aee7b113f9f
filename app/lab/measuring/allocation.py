"""Allocation: what CUDA's caching allocator says of one step of a network, phase by phase; torch's own figures."""

from typing import Literal

from pydantic import Field

from ...trace import Record
from .comparison import Spread

LARGEST = 2**53
"""No figure is larger: JSON's readers can tell every integer up to here from its neighbours."""

Part = Literal["libraries", "before", "forward", "backward", "optimizer"]
"""`libraries`: what cuBLAS and its like hold for good once they have been used; `before`: the network and its input."""


class Moment(Record):
    """The allocator at the end of one phase; all in bytes. Its sizes are those of its blocks, requests rounded up."""

    phase: Part
    allocated: int = Field(ge=0, le=LARGEST, description="torch.cuda.memory_allocated.")
    reserved: int = Field(ge=0, le=LARGEST, description="torch.cuda.memory_reserved: with blocks that are cached.")
    requested: int | None = Field(
        ge=0, le=LARGEST, description="What was asked for, unrounded; none where the allocator does not tell."
    )
    peak: int = Field(ge=0, le=LARGEST, description="torch.cuda.max_memory_allocated, since the phase before.")
    requested_peak: int | None = Field(ge=0, le=LARGEST, description="The most that was asked for at a time.")


class Allocation(Record):
    """One network on the GPU: its memory in one step, and how long its passes take there."""

    moments: tuple[Moment, ...] = Field(min_length=3, description="In their order, from the libraries on.")
    forward: Spread = Field(description="Time of the forward pass between two CUDA events, over all rounds.")
    backward: Spread | None = Field(description="The same of the backward pass; none where there is none.")
    rounds: int
    source: str = Field(description="The program that asked.")

    @property
    def libraries(self) -> Moment:
        """Before the network was made."""
        return self.moments[0]


class Allocations(Record):
    """Both sides, each in a process of its own; none where a side did not reach its end."""

    left: Allocation | None
    right: Allocation | None
