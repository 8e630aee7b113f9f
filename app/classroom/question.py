"""Question: what a class is asked: a prediction of a lesson, or what the teacher typed on the spot."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from ..trace import Record

MOST_CHOICES = 6
MOST_TEXT = 600
MOST_CHOICE = 200
Typed = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_CHOICE)]
_VALUES = "abcdef"


class Question(Record):
    """A question with the values that a vote may have. Its words are in a lesson, in each language, or in itself."""

    lesson: str = Field("", description="The slug of the lesson; empty where it was typed.")
    prediction: str = Field("", description="The name of the prediction in it.")
    text: str = Field("", max_length=MOST_TEXT, description="What was typed.")
    choices: tuple[Typed, ...] = Field((), max_length=MOST_CHOICES, description="What was typed, choice by choice.")
    values: tuple[str, ...] = Field(min_length=2, max_length=MOST_CHOICES, description="What a vote may be.")
    source: str = Field("", description="The program that gives the answer; empty where nothing is run.")
    answer: str = Field("", description="The right value; empty until somebody has said which it is.")

    @model_validator(mode="after")
    def _answers_with_a_value(self) -> Self:
        if self.answer and self.answer not in self.values:
            raise ValueError("the answer is none of the values")
        return self


def typed_question(text: str, choices: tuple[str, ...], source: str) -> Question:
    """A question that a teacher typed. Raises ValueError for too few choices, too many, or too long ones."""
    given = tuple(each for each in (choice.strip() for choice in choices) if each)
    values = tuple(_VALUES[: len(given)])
    return Question(text=text.strip(), choices=given, values=values, source=source.strip("\n"))
