"""A sweep in the browser: rows that come in one by one, the chart, the files, and all of it without a script."""

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from .conftest import _note
from .waiting import wait_until

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
TINY = "in=1x2x4x4&net=conv(2)~relu&mode=no_grad&depths=1,2&batches=1,2"
ROWS = "document.querySelectorAll('lab-sweep tbody tr').length"
OVER = "document.querySelector('lab-sweep .state').textContent"


@pytest.fixture
def open_sweep(browser: Browser, server: str) -> Iterator[Open]:
    """Opens a sweep; fails the test for whatever the console complains about."""
    complaints: list[str] = []
    contexts = []

    def open_(query: str = TINY, language: str = "en", **options: object) -> Page:
        contexts.append(browser.new_context(base_url=server, **options))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: _note(complaints, message.type, message.text))
        page.goto(f"/{language}/sweep?{query}")
        page.wait_for_selector("lab-sweep")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not complaints


def measured(page: Page) -> Page:
    """Have it measured, to its end, and drawn."""
    page.click("lab-sweep .run")
    wait_until(page, f"{ROWS} === 4 && !document.querySelector('.cancel:not([hidden])')")
    page.locator("lab-sweep .drawing").scroll_into_view_if_needed()
    page.wait_for_selector("lab-sweep .canvas .main-svg")
    page.wait_for_selector("[data-format='png']:not([hidden])")
    return page


def saved(page: Page, button: str, folder: Path) -> Path:
    """The file that a button gives."""
    with page.expect_download() as download:
        page.click(button)
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_sweep_is_measured_drawn_and_taken_along(open_sweep: Open, tmp_path: Path) -> None:
    page = open_sweep()
    assert page.locator("lab-sweep .results").is_hidden()
    measured(page)
    assert page.evaluate(OVER) == "All 4 networks are measured."
    said = page.inner_text("lab-sweep .gist")
    assert said.startswith("In 2 of 4 networks inplace lowers the whole step’s peak, by ")
    assert said.endswith("In 2 of 4 it is the same, off and on. The most is saved with depth 1, batch 2.")
    assert page.locator(".canvas .legendtext").all_text_contents() == ["Batch 1", "Batch 2"]
    lines = saved(page, ".csv", tmp_path).read_text().splitlines()
    shares = [float(row["step_peak_saved_share"]) for row in csv.DictReader(lines)]
    assert [share > 0 for share in shares] == [True, True, False, False]
    picture = saved(page, "[data-format='svg']", tmp_path)
    assert ElementTree.parse(picture).getroot().tag == "{http://www.w3.org/2000/svg}svg"
    assert "saved by inplace" in picture.read_text()
    image = saved(page, "[data-format='png']", tmp_path).read_bytes()
    assert image.startswith(b"\x89PNG")
    assert (int.from_bytes(image[16:20]), int.from_bytes(image[20:24])) == (1920, 1120)
    assert len(image) > 20_000


def test_another_axis_and_another_peak_draw_other_lines(open_sweep: Open) -> None:
    page = measured(open_sweep())
    page.select_option("lab-sweep .over", "batches")
    wait_until(page, "document.querySelector('.canvas .legendtext').textContent === 'Depth 1'")
    assert page.locator(".canvas .xtick text").all_text_contents() == ["1", "2"]
    page.select_option("lab-sweep #mode", "train")
    measured(page)
    assert page.locator(".canvas .annotation-text").text_content() == "The same, off and on: all lines lie at 0."
    page.select_option("lab-sweep .of", "forward")
    wait_until(page, "!document.querySelector('.canvas .annotation-text')")


def test_what_was_measured_stays_when_the_reader_cancels(open_sweep: Open) -> None:
    page = open_sweep("in=1x2x4x4&net=conv(2)~relu&depths=1,2,3,4,5,6,7,8&sizes=4,5,6,7,8,9,10,11")
    page.click("lab-sweep .run")
    wait_until(page, f"{ROWS} > 0")
    page.click("lab-sweep .cancel")
    rows = page.evaluate(ROWS)
    assert 0 < rows < 64
    assert page.evaluate(OVER) == f"Cancelled after {rows} of 64 networks. Their rows stay."
    page.wait_for_timeout(300)
    assert page.evaluate(ROWS) == rows
    assert page.evaluate("document.activeElement.className") == "run"


def test_a_server_that_is_gone_is_told_and_rows_stay(open_sweep: Open) -> None:
    page = measured(open_sweep())
    page.route("**/sweep?**", lambda route: route.abort())
    page.click("lab-sweep .run")
    wait_until(page, f"{OVER}.startsWith('The server does not answer')")
    assert page.evaluate(ROWS) == 4


def test_a_wrong_axis_is_marked_and_what_was_typed_stays(open_sweep: Open) -> None:
    page = open_sweep()
    page.fill("#batches", "1, many")
    page.press("#batches", "Enter")
    page.wait_for_selector("#batches-error")
    assert page.input_value("#batches") == "1, many"
    assert page.evaluate("document.activeElement.id") == "batches"
    page.fill("#batches", "1, 2")
    page.press("#batches", "Enter")
    wait_until(page, f"{ROWS} === 4")


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh", "dark")])
def test_everyone_can_read_it_on_a_small_screen(open_sweep: Open, language: str, theme: str) -> None:
    page = measured(open_sweep(language=language, color_scheme=theme, viewport={"width": 320, "height": 800}))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    colour = "getComputedStyle(document.querySelector('.canvas .xtick text')).fill"
    before = page.evaluate(colour)
    page.select_option("#theme", "dark" if theme == "light" else "light")
    wait_until(page, f"{colour} !== '{before}'")


def test_without_a_script_everything_but_the_chart_is_there(browser: Browser, server: str, tmp_path: Path) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(f"/en/sweep?{TINY}")
    page.click("lab-sweep .run")
    page.wait_for_selector("lab-sweep .gist:not(:empty)")
    assert page.locator("lab-sweep tbody tr").count() == 4
    assert re.match("In 2 of 4 networks", page.inner_text("lab-sweep .gist"))
    gist, table = (page.locator(f"lab-sweep {each}").bounding_box() for each in (".gist", "table"))
    assert gist
    assert table
    assert gist["y"] < table["y"]
    assert len(saved(page, ".csv", tmp_path).read_text().splitlines()) == 5
    context.close()
