"""Diagnosis: what a trace means, and which steps did it."""

from pydantic import Field

from ..trace import Record


class Place(Record):
    """A step of the trace and its line in the snippet."""

    step: int
    line: int | None
    op: str


class Diagnosis(Record):
    """One finding: the line that saved, the lines that overwrote, the line that raised."""

    code: str = Field(description="Stable code of the rule, such as IL001.")
    title: str
    explanation: str = Field(description="What happened, in sentences made from the trace.")
    saved: tuple[Place, ...] = ()
    overwritten: tuple[Place, ...] = ()
    raised: Place | None = None
    certain: bool = Field(description="A fact of this run; otherwise a warning.")
