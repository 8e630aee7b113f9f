"""ReferencePage: the API on one page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from ..page import Page
from .examples import FIRST
from .languages import texts
from .operations import TAGS, AnswerView, OperationView, operations, problems, records
from .schemas import RecordView


@dataclass(frozen=True)
class ReferencePage:
    """Every route, every problem, every record."""

    template: ClassVar[str] = "api.html"
    page: Page
    first: str
    groups: tuple[tuple[str, tuple[OperationView, ...]], ...]
    problems: tuple[AnswerView, ...]
    records: tuple[RecordView, ...]

    @classmethod
    def of(cls, page: Page, description: Mapping[str, Any]) -> Self:
        """The page of a description, with examples for the server that shows it."""
        found = operations(description, page.origin)
        groups = tuple((tag, tuple(each for each in found if each.tag == tag)) for tag in TAGS)
        first = texts(FIRST, page.origin)["curl"].replace("curl -i", "curl -s", 1)
        return cls(page, first, groups, problems(description, page.origin), records(description))
