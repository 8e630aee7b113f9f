"""Whatever a snippet says is text on a page: no markup, no control character, nothing that turns a line around."""

import html
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from inplace_lab.errors import RunFailed
from inplace_lab.i18n import LANGUAGES
from inplace_lab.lab.measuring.comparison import Equality, LabResult
from inplace_lab.resources import folder
from inplace_lab.trace import Snippet
from inplace_lab.visible import visible
from inplace_lab.web.assets import Assets
from inplace_lab.web.contexts import ErrorPage, LabPage
from inplace_lab.web.lab.forms import read_form
from inplace_lab.web.lab.lab_page import LabView
from inplace_lab.web.problems import problem_of
from inplace_lab.web.rendering import Renderer

from .client import Client
from .fakes import FakeLab
from .test_rendering import PAGE

RENDERER = Renderer(folder("templates"), Assets(folder("static")))
NASTY = (
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% endraw %}",
    "%(name)s %s %%",
    "\x1b[2J\x1b]8;;http://evil.example\x07click\x1b]8;;\x07",
    "\u202egnp.exe\u2066\u2069",
    "\x00\x9b31m\x7f\r\n\u2028",
    "a\u200bb\u200dc\ufeff\u00ad\U000e0041",
    "\ud800half",
    "</pre></code></title><!--",
    "javascript:alert(1)",
    "[bold]markup[/] :smile: [link=x]y[/link]",
)
words = st.one_of(
    st.sampled_from(NASTY), st.text(st.characters(), max_size=40), st.text("\x1b[<>&\"'\u202e\0", max_size=20)
)
_QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Elements(HTMLParser):
    """The tags and attributes of a page, without what they say, and without the spans that colour a program."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "span":
            self.found.append((tag, tuple(name for name, _ in attrs)))


def silent(text: str) -> set[str]:
    """Characters that do something, or nothing that can be seen."""
    return {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")} - {"\n", "\t"}


def page_of(result: LabResult, said: str) -> str:
    """The Lab's page for a result in which every word is the snippet's own."""
    side = result.train.right
    bars = tuple(bar.model_copy(update={"label": said, "op": said}) for bar in side.bars)
    told = {"held": (said,), "freed_after": said, "kept_by": (said,)}
    rows = tuple(row.model_copy(update=told) for row in side.rows)
    layers = tuple(row.model_copy(update={"label": said, "freed_after": said}) for row in side.layers)
    side = side.model_copy(
        update={
            "snippet": Snippet(source=said),
            "step_peak_at": said,
            "forward_peak_at": said,
            "bars": bars,
            "rows": rows,
            "layers": layers,
        }
    )
    train = result.train.model_copy(
        update={"left": side, "right": side, "equalities": (Equality(name=said, shape=(), equal=False),)}
    )
    shown = result.model_copy(update={"train": train, "shown": train, "device": said, "torch": said})
    # An address holds no half characters, and a tilde in it begins another block.
    typed = said.encode(errors="replace").decode().replace("~", "")
    form = read_form(QueryParams({"in": typed, "net": typed, "device": typed, "0.kind": typed}), ("cpu",))
    return RENDERER.html(LabPage(PAGE, form, LabView.of(shown, None), None))


@_QUICK
@given(said=words)
def test_a_page_shows_any_word_as_a_word(request: pytest.FixtureRequest, said: str) -> None:
    result = request.getfixturevalue("result")  # as an argument it is too large for hypothesis to print
    page = page_of(result, f"z{said}")
    page.encode()
    assert not silent(page)
    assert Elements(page).found == Elements(page_of(result, "z")).found


@_QUICK
@given(said=words)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_page_shows_any_word_as_a_word(language: object, said: str) -> None:
    page = replace(PAGE, language=language)  # type: ignore[arg-type]
    shown, plain = (RENDERER.html(ErrorPage(page, problem_of(RunFailed(each)))) for each in (f"x{said}", "x"))
    assert not silent(shown)
    assert Elements(shown).found == Elements(plain).found
    assert html.escape(visible(f"x{said}")).replace("&quot;", "&#34;").replace("&#x27;", "&#39;") in shown


@pytest.mark.parametrize("said", NASTY)
def test_no_word_makes_the_server_fail(client: Client, lab: FakeLab, said: str) -> None:
    lab.error = RunFailed(said)
    for accept in ("text/html", "*/*"):
        answer = client.get("/zh/", headers={"Accept": accept})
        assert answer.status_code == 500
        assert not silent(answer.text)
        assert "<script>alert" not in answer.text


def test_chinese_and_smileys_stay_as_they_are() -> None:
    assert visible("张量 😀 é ñ\tx\n") == "张量 😀 é ñ\tx\n"


@given(text=st.text(st.characters()))
def test_nothing_silent_is_left(text: str) -> None:
    assert not silent(visible(text))
    assert visible(visible(text)) == visible(text)
