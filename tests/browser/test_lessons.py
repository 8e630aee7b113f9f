"""A learner in a lesson: expects the wrong thing, looks, repairs a program, and finds it all again another day."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from inplace_lab.main import create_app
from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.settings import Settings

from .waiting import wait_until

pytestmark = pytest.mark.browser
Open = Callable[..., Page]

LESSONS = Path(__file__).parents[1] / "web" / "lessons_for_tests"
COUNTER = "/en/lessons/counter"
REPAIRED = (LESSONS / "01-counter" / "repaired.py").read_text()
SOURCE = "#exercise-repair-source"
OURS = '{"format": "inplace-lab-progress", '


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server with the lessons for tests."""
    config = uvicorn.Config(create_app(Settings(lessons_dir=LESSONS), InlineSandbox()), port=0, log_level="warning")
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run)
    with patch("inplace_lab.web.lessons.running.SECONDS", 60.0):
        thread.start()
        while not running.started:
            assert thread.is_alive()
        yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
        running.should_exit = True
        thread.join()


def predict(page: Page, choice: int) -> None:
    """Choose an answer and send it."""
    page.locator("#predict-backward label").nth(choice).click()
    page.get_by_role("button", name="That is what I expect").click()
    expect(page.locator("#predict-backward .outcome")).to_be_visible()


def editor(page: Page) -> None:
    """Come near the exercise, which then gets its editor."""
    page.locator(".exercise").scroll_into_view_if_needed()
    page.wait_for_selector(".exercise code-editor[data-ready]")


def test_a_wrong_expectation_is_told_without_a_word_of_blame_and_opens_the_run(open_page: Open) -> None:
    page = open_page(COUNTER)
    expect(page.locator("article", has_text="said what you expect")).to_have_count(1)
    expect(page.get_by_text("The same program once more.")).to_have_count(0)
    predict(page, 0)
    expect(page.locator(".outcome")).to_contain_text("Other than you said")
    expect(page.locator(".outcome")).to_be_focused()
    expect(page.locator("#status")).to_contain_text("raises an exception")
    expect(page.locator(".finding")).to_have_count(2)
    expect(page.get_by_text("The same program once more.")).to_be_visible()
    page.get_by_role("button", name="Ask me again").click()
    predict(page, 2)
    expect(page.locator(".outcome")).to_contain_text("As you said")
    kept = json.loads(page.evaluate("localStorage.lessons"))["lessons"]["counter"]["predictions"]
    assert kept == {"backward": {"said": "raises", "first": False}}
    page.reload()
    page.evaluate("document.querySelector('#part-2').scrollIntoView()")
    expect(page.locator(".outcome.same")).to_be_visible()


def test_an_exercise_is_failed_hinted_at_and_passed(open_page: Open) -> None:
    page = open_page(COUNTER)
    editor(page)
    page.fill(SOURCE, REPAIRED.replace("mul(2)", "mul(3)"))
    page.locator(SOURCE).press("Control+Enter")
    expect(page.locator(".grade")).to_contain_text("Not yet.")
    page.get_by_role("button", name="A hint").click()
    expect(page.locator(".hints li")).to_have_count(1)
    expect(page.locator(".grade")).to_be_visible()
    page.fill(SOURCE, REPAIRED)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".grade.passed li.passed")).to_have_count(4)
    expect(page.locator("#status")).to_contain_text("It holds.")
    page.get_by_role("button", name="Show a solution").click()
    expect(page.locator(".solution .src.differs")).to_have_count(1)
    page.get_by_role("button", name="Start over").click()
    expect(page.locator(SOURCE)).to_have_value(re.compile("mul_"))
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(SOURCE)).to_have_value(REPAIRED)


def test_what_was_typed_is_there_again_in_the_other_language_too(open_page: Open) -> None:
    page = open_page(COUNTER)
    editor(page)
    page.fill(SOURCE, "x = 5\n")
    page.evaluate("document.querySelector('#part-4').scrollIntoView()")
    expect(page.locator('.contents [data-to="part-4"]')).to_have_attribute("aria-current", "true")
    wait_until(page, "JSON.parse(localStorage.lessons).last?.section === 'part-4'")
    page.get_by_role("link", name="简体中文").click()
    expect(page).to_have_url(re.compile(r"/zh/lessons/counter#part-4$"))
    editor(page)
    expect(page.locator(SOURCE)).to_have_value("x = 5\n")


def test_a_program_runs_here_and_its_player_fetches_what_it_lacks(open_page: Open) -> None:
    page = open_page(COUNTER)
    page.locator("#cell-off .forth").click()
    expect(page.locator("#cell-off [data-shown] h3")).to_have_text("Step 4 of 8")
    page.locator("#cell-off .run-here button").click()
    expect(page.locator("#cell-off .fact")).to_contain_text("on this machine")
    expect(page.locator("#cell-off .differs")).to_have_count(1)
    expect(page.locator("#status")).to_contain_text("ran to its end")
    page.locator("#cell-off .back").click()
    expect(page.locator("#cell-off [data-shown] h3")).to_have_text("Step 2 of 8")
    page.locator("#cell-printed .to-steps").click()
    expect(page.locator("#cell-printed [data-shown]")).to_be_visible()


def test_progress_goes_into_a_file_and_comes_back(open_page: Open, tmp_path: Path) -> None:
    page = open_page("/en/lessons/copies")
    wait_until(page, "'lessons' in localStorage")
    page.goto("/en/lessons")
    expect(page.locator("#go-on")).to_have_text("Go on where you were")
    expect(page.locator('[data-slug="copies"].begun, [data-slug="copies"].done')).to_have_count(1)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a file").click()
    saved.value.save_as(tmp_path / "progress.json")
    page.get_by_role("button", name="Forget everything").click()
    expect(page.locator("#summary")).to_have_text("Nothing yet.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#go-on")).to_have_text("Go on where you were")
    page.get_by_role("button", name="Forget everything").click()
    page.set_input_files("#load", tmp_path / "progress.json")
    expect(page.locator("#told")).to_contain_text("Progress of 1 lessons")
    expect(page.locator("#go-on")).to_have_attribute("href", re.compile("/en/lessons/copies"))


FOREIGN = {
    "{": "not JSON",
    '{"lessons": {}}': "not a file of progress",
    OURS + '"version": 2}': "newer version (format 2)",
    OURS + '"version": 1, "lessons": {"a": {"sections": 3}}}': "at lessons.a.sections",
    OURS + '"version": 1, "lessons": {"__proto__": {}}}': "damaged at lessons",
    " " * 300_000: "larger than",
}


def test_a_file_that_is_none_of_ours_is_told_apart(open_page: Open, tmp_path: Path) -> None:
    page = open_page("/en/lessons")
    for text, words in FOREIGN.items():
        (tmp_path / "file.json").write_text(text)
        page.set_input_files("#load", tmp_path / "file.json")
        expect(page.locator("#told")).to_contain_text(words)
        assert page.evaluate("localStorage.length") == 0


def test_slides_turn_by_keys(open_page: Open) -> None:
    page = open_page(f"{COUNTER}?present")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#slide-all")).to_have_text("7")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("PageDown")
    expect(page.locator("#slide-now")).to_have_text("3")
    expect(page.locator(".body .slide:visible")).to_have_count(1)
    expect(page.locator(".notes")).to_be_hidden()
    page.keyboard.press("n")
    expect(page.locator(".notes").first).to_be_visible()
    page.locator("#cell-counts .slider").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#slide-now")).to_have_text("3")
    page.locator("h2:visible").first.click()
    page.keyboard.press("End")
    page.keyboard.press("PageUp")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"/en/lessons/counter#part-4$"))


def test_all_of_it_works_without_javascript(open_page: Open) -> None:
    page = open_page(COUNTER, java_script_enabled=False)
    predict(page, 1)
    expect(page).to_have_url(re.compile("#predict-backward$"))
    page.fill(SOURCE, REPAIRED)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".grade")).to_contain_text("It holds.")
    expect(page.locator(SOURCE)).to_have_value(REPAIRED)
    page.get_by_role("link", name="All 4 steps").click()
    expect(page.locator(".scene")).to_have_count(4)


@pytest.mark.parametrize(
    ("lesson", "scheme", "width", "other"),
    [(COUNTER, "light", 1440, f"{COUNTER}?present#part-2"), ("/zh/lessons/counter", "dark", 320, "/zh/lessons")],
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    open_page: Open, lesson: str, scheme: str, width: int, other: str
) -> None:
    page = open_page(lesson, color_scheme=scheme, viewport={"width": width, "height": 800})
    page.locator("#predict-backward label").first.click()
    page.locator("#predict-backward .main").click()
    expect(page.locator(".outcome")).to_be_visible()
    editor(page)
    page.locator(".exercise .main").click()
    expect(page.locator(".grade")).to_be_visible()
    page.evaluate("document.querySelectorAll('#lesson details').forEach(each => { each.open = true })")
    for path in ("", other):
        if path:
            page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        result = Axe().run(page)
        assert result.violations_count == 0, result.generate_report()


def test_a_lesson_is_light(open_page: Open) -> None:
    page = open_page("/en/lessons")
    page.goto(COUNTER)
    page.wait_for_load_state("networkidle")
    entries = "['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind))"
    sizes = page.evaluate(f"{entries}.map((each) => each.encodedBodySize)")
    assert len(sizes) <= 14
    assert sum(sizes) <= 45 * 1024
