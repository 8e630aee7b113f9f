"""SearchPage: what was found, in groups, the group of the best one first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from ...search.index import Hit
from ..page import Page
from .finder import Found


@dataclass(frozen=True)
class Group:
    """What was found of one kind."""

    kind: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class SearchPage:
    """The field, and what was found."""

    template: ClassVar[str] = "search.html"
    page: Page
    found: Found
    groups: tuple[Group, ...]

    @classmethod
    def of(cls, page: Page, found: Found) -> "SearchPage":
        """The page of what was found."""
        return cls(page, found, tuple(_grouped(found.hits)))


def _grouped(hits: Sequence[Hit]) -> Iterator[Group]:
    """The hits by kind, in the order of the best of each."""
    for kind in dict.fromkeys(hit.document.kind for hit in hits):
        yield Group(kind, tuple(hit for hit in hits if hit.document.kind == kind))
