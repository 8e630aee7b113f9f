"""Claims: the numbers in the prose, each with a link to the program that it was measured in."""

import re
from collections.abc import Callable, Container

from markupsafe import Markup, escape

from ...sentence import Sentence, sentence

_CLAIM = re.compile(r'<data class="claim" value="([^"<>]*)">(.*?)</data>', re.DOTALL)
_PROGRAM = re.compile(r"\b([a-z][a-z0-9_]*)(?=\.)")
_TOLD = sentence("Measured: this number was read from the run of %(program)s.", program="")

Translate = Callable[[str], str]


def linked(html: str, shown: Container[str], translate: Translate) -> Markup:
    """Prose that `words.py` rendered, its claims with a title, and a link where their program is on the page."""

    def link(match: re.Match[str]) -> str:
        programs = tuple(dict.fromkeys(_PROGRAM.findall(match[1])))
        title = escape(_title(programs, translate))
        claim = f'<data class="claim" value="{match[1]}" title="{title}">{match[2]}</data>'
        place = next((each for each in programs if each in shown), None)
        return f'<a class="claimed" href="#cell-{place}">{claim}</a>' if place else claim

    return Markup(_CLAIM.sub(link, html))  # noqa: S704 - rendered by words.py, which lets no HTML through


def _title(programs: tuple[str, ...], translate: Translate) -> str:
    told: Sentence = _TOLD
    return translate(told.text) % {"program": ", ".join(f"{each}.py" for each in programs)}
