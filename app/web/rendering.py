"""Renderer: contexts become HTML, in the words and numbers of one language."""

from collections.abc import Mapping
from dataclasses import fields
from functools import partial
from pathlib import Path

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from .. import __version__
from ..i18n import LANGUAGES, Language, language, negotiate, translations
from ..player.memory import Memory
from ..visible import visible
from . import charts, formats, plotly, prose
from .assets import Assets
from .classroom.strip import strip_of
from .contexts import Context, ErrorPage
from .page import THEMES, Page
from .problems import Problem
from .services import services_of

LANGUAGE_COOKIE = "lang"
THEME_COOKIE = "theme"
_FILTERS = (
    formats.size,
    formats.signed_size,
    formats.round_size,
    formats.duration,
    formats.ratio,
    formats.percent,
    formats.integer,
    formats.moment,
    formats.element,
    formats.units,
)


class Renderer:
    """Holds one Jinja environment a language."""

    def __init__(self, templates: Path, assets: Assets) -> None:
        self._environments = {each: _environment(each, templates, assets) for each in LANGUAGES}

    def environment(self, shown: Language) -> Environment:
        """The environment of one language."""
        return self._environments[shown]

    def html(self, context: Context) -> str:
        """The page as text."""
        template = self.environment(context.page.language).get_template(context.template)
        return template.render({field.name: getattr(context, field.name) for field in fields(context)})

    def response(self, context: Context, status: int = 200, headers: Mapping[str, str] | None = None) -> HTMLResponse:
        """The page as an answer. It shows the theme that a cookie chose, so nothing but a browser may keep it."""
        keep = {"Cache-Control": "no-cache", "Vary": "Cookie", "Content-Language": context.page.language.html}
        return HTMLResponse(self.html(context), status, {**keep, **(headers or {})})

    def error_page(self, request: Request, problem: Problem, headers: Mapping[str, str]) -> HTMLResponse:
        """The page that stands in for one that cannot be, in the language of its address or of its reader."""
        first = request.url.path.split("/")[1]
        page = page_of(request, language(first) or wanted_language(request))
        return self.response(ErrorPage(page, problem), problem.status, headers)


def renderer_of(request: Request) -> Renderer:
    """The renderer of the app that serves this request."""
    renderer = request.app.state.renderer
    assert isinstance(renderer, Renderer)  # noqa: S101
    return renderer


def wanted_language(request: Request) -> Language:
    """The language that the reader chose before, or that the browser asks for."""
    return negotiate(request.cookies.get(LANGUAGE_COOKIE), request.headers.get("accept-language", ""))


def page_of(request: Request, shown: Language, query: str = "", path: str = "") -> Page:
    """What every page knows, for this request; `path` is the address behind the language."""
    theme = request.cookies.get(THEME_COOKIE, "")
    services = services_of(request)
    machine = services.runs.machine
    return Page(
        language=shown,
        theme=theme if theme in THEMES else "",
        path=path,
        query=query,
        version=__version__,
        level=machine.level if machine else None,
        origin=f"{request.url.scheme}://{request.url.netloc}",
        room=strip_of(request, services),
    )


def _environment(shown: Language, templates: Path, assets: Assets) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        finalize=_seen,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(translations(shown), newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {each.__name__: partial(each, locale=shown.locale) for each in _FILTERS}
    environment.filters |= {"backticks": prose.backticks, "opening": prose.opening, "telling": prose.telling}
    # Texts without placeholders may hold a percent sign, which the templates' own gettext would take for one.
    environment.filters["translated"] = translations(shown).gettext
    environment.globals |= {"asset": assets.url, "charts": charts}
    environment.globals |= {"memory_of": Memory, "plotly": plotly.URL}
    return environment


def _seen(value: object) -> object:
    """Every expression of every template goes through here, so no page can forget that a snippet may have said it."""
    if isinstance(value, Markup):
        return Markup(visible(value))  # noqa: S704 - the signs are no markup
    return visible(value) if isinstance(value, str) else value
