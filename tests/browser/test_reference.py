"""/en/api in a browser: its JavaScript works there, requests can be sent from it, and it can be read by everyone."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from inplace_lab.web.reference.example import Example
from inplace_lab.web.reference.examples import EXAMPLES, PROBLEMS
from inplace_lab.web.reference.languages import texts

from ..client.serving import serving, settle

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
_EXECUTE = """source => {
  const lines = [];
  const console = { log: (...parts) => lines.push(parts.join(" ")) };
  const Run = (async () => {}).constructor;
  return new Run("console", source)(console).then(() => lines.join("\\n"));
}"""
IN_BROWSERS = [each for each in (*EXAMPLES, *PROBLEMS) if "JavaScript" in texts(each, "")]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with a sandbox that can stop what it runs."""
    with serving(tmp_path_factory.mktemp("state")) as address:
        yield address


@pytest.fixture(scope="module")
def console(browser: Browser, address: str) -> Iterator[Page]:
    """The page, in whose console examples are typed. Its policy keeps strings from becoming programs."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{address}/en/api")
    yield page
    context.close()


@pytest.mark.parametrize("example", IN_BROWSERS, ids=lambda example: example.id)
def test_javascript_is_answered_with_the_status_that_is_shown(example: Example, console: Page, address: str) -> None:
    settle(address)
    told = console.evaluate(_EXECUTE, texts(example, address)["JavaScript"])
    assert str(example.status) in (told.split(",") if example.status == 429 else told.split()[:1]), told


@pytest.fixture
def reference(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens the page of a language in a fresh context of given options."""
    contexts = []

    def open_(language: str = "en", place: str = "", **options: object) -> Page:
        contexts.append(browser.new_context(base_url=address, **options))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.goto(f"/{language}/api{place}")
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("language", "theme", "width"), [("en", "light", 1280), ("zh", "dark", 320)])
def test_everyone_can_read_it(reference: Open, language: str, theme: str, width: int) -> None:
    page = reference(language, color_scheme=theme, viewport={"width": width, "height": 800})
    for details in page.query_selector_all("details"):
        details.evaluate("element => element.open = true")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_first_visit_is_light(reference: Open) -> None:
    page = reference()
    page.wait_for_load_state("networkidle")
    loads = page.evaluate(
        """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
                 .map(entry => ({url: entry.name, bytes: entry.encodedBodySize}))"""
    )
    weight = {kind: sum(load["bytes"] for load in loads if kind in load["url"]) for kind in (".css", ".js")}
    assert len(loads) <= 14
    assert weight[".css"] <= 8 * 1024
    assert weight[".js"] <= 12 * 1024


def test_a_language_is_chosen_for_all_examples_with_the_keyboard(reference: Open) -> None:
    page = reference()
    page.locator("#createRun .tabs a").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#createRun-200-Python")).to_be_visible()
    expect(page.locator("#createRun-200-curl")).to_be_hidden()
    expect(page.locator("#createComparison-200-Python")).to_be_visible()
    # An example without that language shows another one.
    expect(page.locator("#status-400 .sample").first).to_be_visible()


def test_a_request_is_sent_from_the_page_and_its_answer_shown(reference: Open) -> None:
    page = reference()
    trial = page.locator("#createRun .trial")
    trial.locator("summary").first.click()
    trial.locator("[name=body]").fill('{"source": "print(6 * 7)"}')
    trial.get_by_role("button", name="Send").click()
    expect(trial.locator(".told .status")).to_contain_text("200")
    expect(trial.locator(".told .status")).to_contain_text("ms")
    expect(trial.locator(".told > .listing")).to_contain_text('"stdout": "42\\n"')
    trial.locator(".told summary").click()
    expect(trial.locator(".told details .listing")).to_contain_text("cache-status: inplace-lab")


def test_what_is_wrong_with_a_request_is_told_in_words(reference: Open) -> None:
    page = reference()
    trial = page.locator("#createRun .trial")
    trial.locator("summary").first.click()
    trial.locator("[name=body]").fill('{"source": 7}')
    trial.get_by_role("button", name="Send").click()
    expect(trial.locator(".told .no")).to_contain_text('The field "source" is wrong')


def test_an_id_goes_from_one_route_to_the_next(reference: Open) -> None:
    page = reference()
    run, state = page.locator("#createRun .trial"), page.locator("#getRun .trial")
    state.locator("summary").first.click()
    expect(state.locator(".told")).to_contain_text("{id}")
    state.locator("summary").first.click()
    run.locator("summary").first.click()
    run.locator("[name=headers]").fill("Prefer: respond-async")
    run.get_by_role("button", name="Send").click()
    expect(run.locator(".told .status")).to_contain_text("202")
    state.locator("summary").first.click()
    state.get_by_role("button", name="Send").click()
    expect(state.locator(".told .status")).to_contain_text("200")


def test_a_link_to_a_record_opens_it(reference: Open) -> None:
    page = reference(place="#record-Step")
    expect(page.locator("#record-Step table")).to_be_visible()


def test_without_scripts_every_example_is_there(reference: Open) -> None:
    page = reference(java_script_enabled=False)
    for name in ("curl", "Python", "JavaScript"):
        assert page.locator(f"#createRun-200-{name}").is_visible()
    assert not page.locator(".trial").first.is_visible()


def test_it_is_reached_from_every_page(reference: Open) -> None:
    page = reference()
    assert page.locator(".places a[aria-current]").inner_text() == "API"
