"""Wishes: what an address asks of a picture: ?step=7&hide=code,graph&lang=zh&theme=dark.

A wish that cannot be understood counts as none: a link that somebody typed by hand still opens.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from ..i18n import Language, language
from .page import THEMES

PARTS = ("code", "graph", "memory")


@dataclass(frozen=True)
class Wishes:
    """What a reader, or whoever made the link, wants to see."""

    step: int | None
    """Counted from 1, as the player shows it."""
    hide: tuple[str, ...]
    language: Language | None
    theme: str

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """The wishes of an address."""
        step, theme = query.get("step", ""), query.get("theme", "")
        hidden = query.get("hide", "").split(",")
        return cls(
            step=int(step) or None if step.isascii() and step.isdecimal() and len(step) < 8 else None,
            hide=tuple(part for part in PARTS if part in hidden),
            language=language(query.get("lang")),
            theme=theme if theme in THEMES else "",
        )

    @property
    def at(self) -> int | None:
        """The step as a trace counts it."""
        return self.step - 1 if self.step else None

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """The same wishes, for another address."""
        given = {
            "step": str(self.step or ""),
            "hide": ",".join(self.hide),
            "lang": self.language.tag if self.language else "",
            "theme": self.theme,
        }
        return tuple((name, value) for name, value in given.items() if value)

    @property
    def step_query(self) -> str:
        """The step alone, as the end of an address."""
        return "?" + urlencode({"step": self.step}) if self.step else ""
