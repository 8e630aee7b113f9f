"""ExportPage: a run as one file that needs no server."""

from dataclasses import dataclass
from typing import ClassVar

from ..store.kept import Kept
from .code import CodeLine
from .finding import Finding
from .inline import Inline
from .page import Page
from .player import PlayerView


@dataclass(frozen=True)
class ExportPage:
    """The code, the player with its steps, and whatever they need to be shown."""

    template: ClassVar[str] = "export.html"
    page: Page
    kept: Kept
    code: tuple[CodeLine, ...]
    player: PlayerView | None
    inline: Inline
    findings: tuple[Finding, ...]
    back: str
    """Address of the permalink, where the file came from."""
