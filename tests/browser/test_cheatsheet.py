"""The cheat sheet is one sheet of paper, can be read by everyone, and the search is one key away."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
EIGHT_POINTS = 8 * 96 / 72
SMALLEST = """() => Math.min(...[...document.querySelectorAll('main *')]
    .filter(each => each.checkVisibility() && [...each.childNodes].some(c => c.nodeType === 3 && c.data.trim())
        && !each.closest('.hidden'))
    .map(each => parseFloat(getComputedStyle(each).fontSize)))"""


def sheet(open_page: Open, path: str, **options: object) -> Page:
    """The sheet, once it was measured."""
    page = open_page("/en/search", **options)
    page.goto(path)
    page.wait_for_selector(".sheet", timeout=90_000)
    return page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_prints_on_one_sheet_of_a4_that_can_be_read(open_page: Open, language: str) -> None:
    page = sheet(open_page, f"/{language}/cheatsheet")
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    page.emulate_media(media="print")
    assert page.evaluate(SMALLEST) >= EIGHT_POINTS - 0.01
    expect(page.locator(".top")).to_be_hidden()
    expect(page.locator(".decoded")).to_be_visible()


@pytest.mark.parametrize(("language", "theme", "query"), [("en", "light", "zzzz"), ("zh", "dark", "leaf")])
def test_axe_finds_nothing(open_page: Open, language: str, theme: str, query: str) -> None:
    pages = [sheet(open_page, f"/{language}/cheatsheet", color_scheme=theme)]
    pages += [open_page(f"/{language}/search?q={query}", color_scheme=theme)]
    for page in pages:
        result = Axe().run(page)
        assert result.violations_count == 0, result.generate_report()


@pytest.mark.parametrize("path", ["/en/cheatsheet", "/zh/search?q=inplace%3DTrue", "/en/search"])
def test_nothing_scrolls_sideways_on_a_small_phone(open_page: Open, path: str) -> None:
    page = open_page("/en/search", viewport={"width": 320, "height": 640})
    page.goto(path)
    page.wait_for_selector(".sheet, .search-page", timeout=90_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_slash_goes_to_the_search_unless_somebody_is_typing(open_page: Open) -> None:
    page = open_page("/en/play")
    page.locator("#source").focus()
    page.keyboard.press("/")
    expect(page.locator("#source")).to_be_focused()
    page = open_page("/en/errors")
    page.keyboard.press("/")
    expect(page.locator(".seek input")).to_be_focused()
    page.keyboard.type("leaf")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/en/search\?q=leaf$"))
    page.wait_for_load_state("load")
    expect(page.locator("mark").first).to_contain_text("leaf")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()


def test_the_sheet_can_be_copied_as_text(open_page: Open) -> None:
    page = sheet(open_page, "/en/cheatsheet", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert "| ReLU | 4 → 4 |" in page.evaluate("navigator.clipboard.readText()")
