"""Manifest: lesson.toml, what all languages of a lesson share: programs, answers, checks."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from .trouble import Trouble

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Figure = Literal["peak", "forward_peak", "kept"]
Shown = Literal["memory", "error", "output"]
FILE = "lesson.toml"
_TABLE = re.compile(r"\s*(\[+)([^\[\]]+)\]")
_ENTRY = re.compile(r"\s*([\w-]+)\s*=")


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Cell(_Entry):
    """A program that is shown with its picture."""

    show: Shown = "memory"
    step: int | None = Field(None, ge=1, description="The step that the player opens at, counted from 1.")


class Prediction(_Entry):
    """A question that is answered before a program runs."""

    cell: Name = Field(description="The program that gives the answer.")
    choices: tuple[Name, ...] = Field(min_length=2, max_length=6)
    answer: Name = Field(description="The right choice. It never reaches a page before it was asked for.")

    @model_validator(mode="after")
    def _is_a_choice(self) -> "Prediction":
        if self.answer not in self.choices:
            raise ValueError(f"the answer {self.answer!r} is none of the choices")
        return self


class Runs(_Entry):
    """It reaches its end."""

    kind: Literal["runs"]


class Same(_Entry):
    """Names hold what they hold in the exemplar, with two seeds."""

    kind: Literal["same"]
    names: tuple[str, ...] = Field(min_length=1)


class Gradients(_Entry):
    """Gradients are those of a run in which autograd kept copies of everything, and those of the exemplar."""

    kind: Literal["gradients"]
    names: tuple[str, ...] = Field(min_length=1, description="The tensors whose .grad is meant.")


class Memory(_Entry):
    """A figure of the run is at most that of the exemplar."""

    kind: Literal["memory"]
    figure: Figure = "peak"
    slack: int = Field(0, ge=0, description="How many bytes more it may be.")


class Keeps(_Entry):
    """Calls that must still be made."""

    kind: Literal["keeps"]
    calls: tuple[str, ...] = Field(min_length=1)


class Forbids(_Entry):
    """Ways out that are not meant: attributes and calls by their names."""

    kind: Literal["forbids"]
    what: tuple[str, ...] = Field(min_length=1)


Check = Annotated[Runs | Same | Gradients | Memory | Keeps | Forbids, Field(discriminator="kind")]


class Exercise(_Entry):
    """A program to repair or to complete."""

    start: str = Field(pattern=r"^[a-z0-9_]+\.py$")
    exemplar: str = Field(pattern=r"^[a-z0-9_]+\.py$")
    fails: str = Field(description="The kind of the check that the start fails first.")
    checks: tuple[Check, ...] = Field(min_length=1, max_length=8)

    @model_validator(mode="after")
    def _fails_a_check(self) -> "Exercise":
        if self.fails not in {check.kind for check in self.checks}:
            raise ValueError(f"no check is of the kind {self.fails!r} that the start is said to fail")
        return self


class Manifest(_Entry):
    """What all languages share."""

    minutes: int = Field(ge=1, le=120)
    cells: dict[Name, Cell] = Field(default_factory=dict)
    predictions: dict[Name, Prediction] = Field(default_factory=dict)
    exercises: dict[Name, Exercise] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _predicts_its_own_cells(self) -> "Manifest":
        for name, prediction in self.predictions.items():
            if prediction.cell not in self.cells:
                raise ValueError(f"the prediction {name!r} asks about a cell {prediction.cell!r} that is not there")
        return self


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a lesson. Raises Trouble."""
    path = folder / FILE
    try:
        return Manifest.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise Trouble(path, 0, "it is missing; a lesson needs one") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Trouble(path, _line_in(error), str(error)) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Trouble(path, line_of(path, first["loc"]), f"{where}: {first['msg']}") from None


def _line_in(error: Exception) -> int:
    """The line that a TOML error names."""
    named = re.search(r"at line (\d+)", str(error))
    return int(named[1]) if named else 0


def line_of(path: Path, loc: Sequence[int | str]) -> int:
    """The line of a place such as exercises, repair, checks, 0, figure: of the innermost part that stands there."""
    wanted = [str(part) for part in loc]
    best, line = 0, 0
    for number, keys in _places(path.read_text(encoding="utf-8")):
        rest = iter(wanted)
        if len(keys) > best and all(key in rest for key in keys):
            best, line = len(keys), number
    return line


def _places(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that begins a table or an entry, with the keys that lead there; entries of lists count from 0."""
    table, counts = list[str](), Counter[str]()
    for number, line in enumerate(text.splitlines(), 1):
        if match := _TABLE.match(line):
            table = [key.strip(" '\"") for key in match[2].split(".")]
            if len(match[1]) > 1:
                table.append(str(counts[match[2]]))
                counts[match[2]] += 1
            yield number, table
        elif match := _ENTRY.match(line):
            yield number, [*table, match[1]]
