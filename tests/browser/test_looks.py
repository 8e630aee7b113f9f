"""The page fits, is light, and can be read by everyone."""

from collections.abc import Callable
from itertools import combinations
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .conftest import SMALL

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
LANGUAGES, THEMES = ("en", "zh"), ("light", "dark")
LOOKS = tuple(zip(LANGUAGES, THEMES, strict=True))
WIDTHS = (320, 390, 768, 1280)
SCROLLED = "document.documentElement.scrollWidth"
BOXES = "each => [...each].map(each => each.getBoundingClientRect().toJSON()).filter(box => box.width && box.height)"
CHARTS = f"({BOXES})(document.querySelectorAll('.plot'))"
LABELS = f"[...document.querySelectorAll('.plot')].map(it => ({BOXES})(it.querySelectorAll('.phase, .peak-label')))"
SHIFT = """() => new Promise(done => new PerformanceObserver(list =>
    done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)))
    .observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(0), 300))"""
SMALL_TARGETS = """[...document.querySelectorAll(
    'input:not([type=radio], [type=checkbox]), .modes label, .tick, select, button, summary, nav a')]
    .filter(each => each.checkVisibility({ visibilityProperty: true }))
    .filter(each => { const { width, height } = each.getBoundingClientRect(); return width < 42 || height < 42 })
    .map(each => each.outerHTML)"""


@pytest.mark.parametrize(("language", "theme"), LOOKS)
@pytest.mark.parametrize(
    "query", ["", f"?{SMALL}&mode=no_grad&vs=order", "?in=0x1x1x1&net=foo~conv(0)~relu&device=tpu&vs=x"]
)
def test_axe_finds_nothing(open_page: Open, language: str, theme: str, query: str) -> None:
    page = open_page(f"/{language}/{query}", color_scheme=theme)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


def test_axe_finds_nothing_on_a_page_that_is_not_there(open_page: Open) -> None:
    page = open_page("/en/nothing")
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        assert Axe().run(page).violations_count == 0, theme


@pytest.mark.parametrize("path", [f"/en/?{SMALL}&mode=no_grad&pin=conv", "/en/?in=0x1&net=foo", "/en/nothing"])
def test_nothing_scrolls_sideways(open_page: Open, path: str) -> None:
    page = open_page(path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(SCROLLED) <= width


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_fits_every_width(open_page: Open, language: str) -> None:
    page = open_page(f"/{language}/")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(SCROLLED) <= width
        for boxes in page.evaluate(LABELS):
            assert not any(_overlap(a, b) for a, b in combinations(boxes, 2)), width
    left, right = page.evaluate(CHARTS)
    assert abs(left["y"] - right["y"]) < 1


def _overlap(a: dict[str, float], b: dict[str, float]) -> bool:
    apart = a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
    return not (apart or a["y"] + a["height"] <= b["y"] + 1 or b["y"] + b["height"] <= a["y"] + 1)


def test_everything_that_can_be_pressed_is_large_enough(open_page: Open) -> None:
    page = open_page("/en/")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(SMALL_TARGETS) == []


@pytest.mark.parametrize("path", ["/en/", "/zh/?in=8x64x32x32&net=conv(192)~relu&mode=no_grad"])
def test_a_first_visit_is_light_moves_nothing_and_stays_on_this_host(open_page: Open, server: str, path: str) -> None:
    page = open_page(path)
    page.wait_for_load_state("networkidle")
    loads = page.evaluate(
        """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
                 .map(entry => ({url: entry.name, bytes: entry.encodedBodySize}))"""
    )
    weight = {kind: sum(load["bytes"] for load in loads if kind in load["url"]) for kind in ("", ".css", ".js")}
    assert {urlsplit(load["url"]).netloc for load in loads} == {urlsplit(server).netloc}
    assert len(loads) <= 14
    assert weight[""] <= 45 * 1024
    assert weight[".css"] <= 8 * 1024
    assert weight[".js"] <= 12 * 1024
    assert page.evaluate(SHIFT) <= 0.02
