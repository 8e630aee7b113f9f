"""Pages: what there is to read about each rule. A rule's docstring is its page; its example lies in lessons/errors."""

import inspect
import re
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from ..resources import folder
from .rules import ERRORS, HAZARDS

_HEAD = re.compile(r"^(?P<code>IL\d{3}): (?P<title>.+)\.$")
_MARKER = re.compile(r"[ \t]*#:.*$", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """A heading and its paragraphs. `backticks` stand around code."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class RulePage:
    """What a rule is about, in English; every title, heading and paragraph has its Chinese in the catalogue."""

    code: str
    title: str
    sections: tuple[Section, ...]

    @property
    def example(self) -> str:
        """A program that runs into it, as readers see it."""
        return _MARKER.sub("", self.marked_example)

    @property
    def marked_example(self) -> str:
        """The same with the comments that say which line saves, overwrites and raises."""
        return (folder("lessons") / "errors" / f"{self.code}.py").read_text(encoding="utf-8")


@cache
def rule_pages() -> tuple[RulePage, ...]:
    """Every rule's page, in the order of the codes."""
    return tuple(sorted(map(page_of, (*ERRORS, *HAZARDS)), key=lambda page: page.code))


def rule_page(code: str) -> RulePage | None:
    """The page of a code."""
    return next((page for page in rule_pages() if page.code == code), None)


def page_of(rule: ModuleType) -> RulePage:
    """The page that a rule's docstring makes. Raises ValueError where it is not written as pages are."""
    first, *blocks = inspect.cleandoc(rule.__doc__ or "").split("\n\n")
    if (head := _HEAD.match(first)) is None or (head["code"], head["title"]) != (rule.CODE, rule.TITLE):
        raise ValueError(f"{rule.__name__} does not begin with its code and title")
    return RulePage(rule.CODE, rule.TITLE, tuple(_section(block) for block in blocks))


def _section(block: str) -> Section:
    """A heading, and indented lines below it: a line that ends with a full stop ends its paragraph."""
    heading, *lines = block.split("\n")
    return Section(heading, tuple(_paragraphs([line.strip() for line in lines])))


def _paragraphs(lines: list[str]) -> list[str]:
    found, open_ = [], ""
    for line in lines:
        open_ = f"{open_} {line}".strip()
        if line.endswith((".", ":")) and len(line) < _FULL:
            found.append(open_)
            open_ = ""
    return [*found, open_] if open_ else found


_FULL = 112
"""A full line that happens to end a sentence does not end the paragraph."""
