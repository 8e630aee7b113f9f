"""Examples: the programs of `lessons/examples`, in groups, with a title and a sentence in every language."""

import tomllib
from functools import cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from ..resources import folder

DEFAULT = "sigmoid-then-mul"
"""The one that the playground opens with."""

Words = Annotated[dict[str, str], Field(description="By language tag.")]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Example(_Entry):
    """One program to start from."""

    slug: str = Field(pattern=r"^[a-z0-9-]+$", description="Its name in an address, and of its file.")
    title: Words
    about: Words
    outcome: str = Field(description="How its run ends: ok, or the name of the line that raises.")

    @property
    def source(self) -> str:
        """The program."""
        return (folder("lessons") / "examples" / f"{self.slug}.py").read_text(encoding="utf-8")


class ExampleGroup(_Entry):
    """Examples about one matter."""

    title: Words
    examples: tuple[Example, ...]


class _Shelf(_Entry):
    groups: tuple[ExampleGroup, ...]


@cache
def example_groups() -> tuple[ExampleGroup, ...]:
    """Every group, in the order of the menu."""
    text = (folder("lessons") / "examples" / "examples.toml").read_text(encoding="utf-8")
    return _Shelf.model_validate(tomllib.loads(text)).groups


def example_of(slug: str) -> Example | None:
    """The example of that name."""
    return next((each for group in example_groups() for each in group.examples if each.slug == slug), None)
