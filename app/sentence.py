"""Sentence: what the Lab itself says, in English, in such a form that a page can say it in another language too.

The words are a template of ours, with the same %(name)s placeholders as in the templates of pages; what is filled in
may be anybody's. Every template is written out in a call of `sentence`, where the test of the catalogue finds it.
"""

from pydantic import BaseModel, ConfigDict, Field

Filling = str | int | float


class Sentence(BaseModel):
    """One or more sentences, as a template and what is filled in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(description="English, with a placeholder such as %(line)s for each value. The same every time.")
    values: dict[str, Filling] = Field({}, description="What is filled in.")

    def __str__(self) -> str:
        return self.text % self.values


def sentence(text: str, /, **values: Filling) -> Sentence:
    """A sentence. Its text is written out where this is called, or nobody could translate it."""
    return Sentence(text=text, values=values)
