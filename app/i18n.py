"""Languages of the interface: which there are, which one a reader wants, and its words. Pure Babel, no web.

English is written in the templates; every other language is one `.po` file in `locale/`, read into memory.
"""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale, negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

_CATALOGUES = Path(__file__).resolve().parent / "locale"


@dataclass(frozen=True)
class Language:
    """One language of the interface."""

    tag: str
    """What stands in the address: /en/, /zh/."""
    html: str
    """What stands in <html lang>."""
    name: str
    """Its own name for itself."""
    short: str
    """The same in one or two signs, for a switch."""

    @property
    def locale(self) -> Locale:
        """Babel's locale, which formats numbers and dates."""
        return Locale.parse(self.html, sep="-")


ENGLISH = Language(tag="en", html="en", name="English", short="EN")
CHINESE = Language(tag="zh", html="zh-CN", name="简体中文", short="中文")
LANGUAGES = (ENGLISH, CHINESE)


def language(tag: str | None) -> Language | None:
    """The language of a tag, none where we do not speak it."""
    return next((each for each in LANGUAGES if each.tag == tag), None)


def negotiate(chosen: str | None, accept_language: str) -> Language:
    """The language to show: the one chosen before, else the best of an Accept-Language header, else English."""
    known = [each.tag for each in LANGUAGES]
    best = negotiate_locale(_preferences(accept_language), known, sep="-")
    return language(chosen) or language(best) or ENGLISH


def _preferences(accept_language: str) -> list[str]:
    """The tags of the header, most wanted first. What cannot be read is left out."""
    weighted: list[tuple[float, str]] = []
    for part in accept_language.split(","):
        tag, _, parameter = part.strip().partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if tag.strip() and weight > 0:
            weighted.append((weight, tag.strip()))
    return [tag for _, tag in sorted(weighted, key=lambda pair: -pair[0])]


@cache
def translations(wanted: Language) -> NullTranslations:
    """The words of a language; English needs none."""
    path = catalogue_path(wanted)
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=wanted.html.replace("-", "_"))
    machine = BytesIO()
    write_mo(machine, catalogue)
    machine.seek(0)
    return Translations(machine)


def catalogue_path(wanted: Language) -> Path:
    """Where the .po file of a language lies."""
    return _CATALOGUES / f"{wanted.tag}.po"
