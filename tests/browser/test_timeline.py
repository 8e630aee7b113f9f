"""The memory timeline: fetched when it is opened, in step with the player, within the page's policy."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from .conftest import _note
from .waiting import wait_until

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
SUMMARY = "memory-timeline > details > summary"
DRAWN = "memory-timeline .canvas .main-svg"
LONG = "import torch\nx = torch.ones(64)\nfor _ in range(150):\n    x = x + 1\n"


@pytest.fixture
def open_play(browser: Browser, server: str) -> Iterator[Open]:
    """Opens the playground and its timeline; fails the test for whatever the console complains about."""
    complaints: list[str] = []
    contexts = []

    def open_(path: str = "/en/play", **options: object) -> Page:
        contexts.append(browser.new_context(base_url=server, **options))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: _note(complaints, message.type, message.text))
        page.goto(path)
        page.wait_for_selector("trace-player[data-ready]")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not complaints


def unfold(page: Page) -> Page:
    """Open the timeline, and wait for its chart."""
    page.click(SUMMARY)
    page.wait_for_selector(DRAWN)
    page.wait_for_selector("memory-timeline .tools")
    return page


def shown_step(page: Page) -> int:
    """The step that the player shows."""
    return int(page.evaluate("document.querySelector('trace-player').at"))


def cursor_covers(page: Page, step: int) -> bool:
    """Whether the cursor lies over the number of a step on the axis."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    cursor = page.locator("memory-timeline .cursor").bounding_box()
    number = page.locator("memory-timeline .xtick text", has_text=str(step + 1)).first.bounding_box()
    assert cursor
    assert number
    return cursor["x"] < number["x"] + number["width"] / 2 < cursor["x"] + cursor["width"]


def test_the_library_is_fetched_once_a_reader_opens_the_timeline(open_play: Open, server: str) -> None:
    page = open_play()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    early = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert not any("/library/" in url or "memory-" in url or "timeline" in url for url in early)
    unfold(page)
    assert sum("/library/" in url for url in asked) == 1
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(server).netloc}
    assert page.locator("memory-timeline .modebar-btn, memory-timeline a[href*=plotly]").count() == 0


def test_cursor_and_player_move_each_other(open_play: Open) -> None:
    page = unfold(open_play())
    assert cursor_covers(page, shown_step(page))
    page.click("memory-timeline .to-peak")
    peak = int(page.get_attribute("memory-timeline .to-peak", "data-step") or "")
    assert shown_step(page) == peak
    assert cursor_covers(page, peak)
    canvas = page.locator("memory-timeline .canvas").bounding_box()
    assert canvas
    page.mouse.click(canvas["x"] + 80, canvas["y"] + 150)
    wait_until(page, "document.querySelector('trace-player').at === 0")
    assert cursor_covers(page, 0)
    assert page.inner_text("memory-timeline .now").startswith("step 1, line 3")


def test_the_chart_takes_the_colours_of_the_theme(open_play: Open) -> None:
    page = unfold(open_play(color_scheme="light"))
    colour = "getComputedStyle(document.querySelector('memory-timeline .xtick text')).fill"
    light = page.evaluate(colour)
    page.emulate_media(color_scheme="dark")
    wait_until(page, f"{colour} !== '{light}'")
    page.select_option("#theme", "light")
    wait_until(page, f"{colour} === '{light}'")


def test_a_long_run_brings_its_timeline_from_a_page_of_its_own(open_play: Open) -> None:
    page = open_play()
    page.fill("#source", LONG)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector('trace-player[data-ready][data-total="151"]')
    assert page.locator("memory-timeline table").count() == 0
    page.route("**/timeline/*", lambda route: route.fulfill(status=404, content_type="text/html", body="gone"), times=1)
    page.click(SUMMARY)
    page.wait_for_selector("memory-timeline .state:text('Run the program again')")
    page.click(SUMMARY)
    unfold(page)
    assert page.inner_text("memory-timeline .state") == ""
    assert page.locator("memory-timeline tbody tr").count() == 151
    page.click("memory-timeline .closer")
    wait_until(page, "document.querySelector('memory-timeline .xtick:last-child').textContent < 100")
    numbers = [int(text) for text in page.locator("memory-timeline .xtick").all_text_contents()]
    assert 20 < max(numbers) - min(numbers) <= 50


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh", "dark")])
def test_everyone_can_read_it_on_a_small_screen(open_play: Open, language: str, theme: str) -> None:
    size = {"width": 320, "height": 800}
    page = unfold(open_play(f"/{language}/play", color_scheme=theme, viewport=size))
    page.click("memory-timeline .same summary")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    result = Axe().run(page, context="memory-timeline")
    assert result.violations_count == 0, result.generate_report()


def test_without_a_script_the_table_is_there(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto("/en/play")
    page.click(SUMMARY)
    page.click("memory-timeline .same summary")
    assert page.locator("memory-timeline tbody tr").count() == 8
    scroll, table = (page.locator(f"memory-timeline {each}").bounding_box() for each in (".scroll", "table"))
    assert scroll
    assert table
    assert scroll["width"] <= 320 < table["width"]
    context.close()
