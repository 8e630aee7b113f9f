"""Page: what every page knows."""

from dataclasses import dataclass

from ..i18n import LANGUAGES, Language
from ..sandbox.level import Level
from ..sandbox.promise import PROMISES
from .classroom.strip import Strip

THEMES = ("light", "dark")


@dataclass(frozen=True)
class Page:
    """What every page knows."""

    language: Language
    theme: str
    """light or dark where the reader chose one, else empty."""
    path: str
    """The address behind the language: empty for the Lab."""
    query: str
    version: str
    level: Level | None = None
    """What this machine's walls amount to; unknown until the sandbox has started."""
    origin: str = ""
    """What stands before the path where a reader sees this server: http://127.0.0.1:8000."""
    room: Strip | None = None
    """The classroom that the reader is in, on the pages outside of it."""

    @property
    def promise(self) -> str:
        """What the level means, in English; it is looked up in the catalogue like any sentence."""
        return PROMISES[self.level] if self.level else ""

    def url(self, language: Language) -> str:
        """The same page in another language, with the same state."""
        return f"/{language.tag}/{self.path}" + (f"?{self.query}" if self.query else "")

    @property
    def alternates(self) -> tuple[tuple[Language, str], ...]:
        """The page in every language."""
        return tuple((language, self.url(language)) for language in LANGUAGES)
