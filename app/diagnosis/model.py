"""Diagnosis: what a trace means, and which steps did it."""

from pydantic import Field

from ..sentence import Sentence
from ..trace import Frame, Record


class Place(Record):
    """A step of the trace, where in the program it stands, and how the program came to the memory there."""

    step: int = Field(description="Index of the step; -1 where no step of the trace is meant.")
    line: int | None
    op: str
    file: str = Field("", description="Which file of a program that has several; empty for a snippet.")
    frames: tuple[Frame, ...] = Field((), description="The program's own call stack, outermost first.")
    visit: int = Field(1, description="How many times the program had come to this line.")
    alias: tuple[str, ...] = Field(
        (), description="What the program calls the memory there: first the tensor that was used, then others on it."
    )
    before: int | None = Field(None, description="Version counter before a write; of a save, the version it kept.")
    after: int | None = Field(None, description="Version counter after a write.")


class Diagnosis(Record):
    """One finding: the lines that saved, the lines that overwrote, the line that raised."""

    code: str = Field(description="Stable code of the rule, such as IL001.")
    title: str
    explanation: str = Field(description="What happened, in sentences made from the trace.")
    sentences: tuple[Sentence, ...] = Field((), description="The same as `explanation`, to be translated.")
    saved: tuple[Place, ...] = ()
    overwritten: tuple[Place, ...] = ()
    raised: Place | None = None
    made: tuple[Place, ...] = Field((), description="Where the view, leaf or alias was made that must not be written.")
    also: tuple[Place, ...] = Field((), description="Other saves that are stale too; backward would meet them next.")
    name: str = Field("", description="What the program calls the tensor in question.")
    needed: int | None = Field(None, description="The version that backward needs.")
    found: int | None = Field(None, description="The version that it found.")
    certain: bool = Field(description="A fact of this run; otherwise a warning.")
