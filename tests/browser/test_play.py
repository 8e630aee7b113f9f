"""A learner in the playground: the example that fails, a program of one's own, and all that can come between."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser
Open = Callable[..., Page]

RUNS = "**/en/play"
OWN = "import torch\nx = torch.ones(3)\nx.add_(1)\nprint('own', x)\n"


@pytest.fixture
def page(open_page: Open) -> Page:
    """The playground as it opens."""
    return ready(open_page("/en/play"))


def ready(page: Page) -> Page:
    """A page whose scripts have begun to work."""
    page.wait_for_selector("result-tabs [role=tab]")
    return page


def run(page: Page, source: str) -> None:
    """Put a program into the editor and run it with the keys."""
    page.fill("#source", source)
    page.locator("#source").press("Control+Enter")


def test_the_first_sight_is_an_error_that_was_run_already(page: Page) -> None:
    expect(page.locator("#ending")).to_contain_text("RuntimeError")
    expect(page.locator(".gutter > div").nth(4)).to_contain_text("✎")
    expect(page.locator(".gutter .now")).to_have_count(1)
    expect(page.get_by_role("tab", name="Memory")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tab", name="Error")).to_contain_text("✕")
    expect(page.locator("#source-marks li").first).to_contain_text("Line 4")


def test_one_line_is_changed_and_run_with_keys_alone(page: Page) -> None:
    page.locator("#source").focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(OWN)
    expect(page.locator("#edited")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#ending")).to_have_class(re.compile("good"))
    expect(page.locator("#edited")).to_be_hidden()
    expect(page.locator("#source")).to_be_focused()
    expect(page.locator("#source")).to_have_value(OWN)
    expect(page.locator("#status")).to_contain_text("ran to its end")
    assert "?" not in page.url
    page.get_by_role("tab", name="Output").click()
    expect(page.locator("#pane-output")).to_contain_text("own tensor([2., 2., 2.])")
    run(page, OWN.replace("own", "again"))
    expect(page.locator("#pane-output")).to_contain_text("again")
    expect(page.get_by_role("tab", name="Output")).to_have_attribute("aria-selected", "true")


def test_a_result_can_be_undone_past_and_typed_on(page: Page) -> None:
    before = page.locator("#source").input_value()
    page.locator("#source").press("Control+End")
    page.keyboard.type("# more")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#edited")).to_be_hidden()
    for _ in "# more":
        page.keyboard.press("Control+z")
    expect(page.locator("#source")).to_have_value(before)
    expect(page.locator("#edited")).to_be_visible()


def test_marks_move_with_their_lines_and_fade(page: Page) -> None:
    page.locator("#source").press("Control+Home")
    page.keyboard.insert_text("# first\n")
    expect(page.locator(".gutter > div").nth(5)).to_contain_text("✎")
    expect(page.locator(".gutter > div").nth(4)).not_to_contain_text("✎")
    expect(page.locator("code-editor")).to_have_class(re.compile("edited"))


def test_the_line_at_work_follows_the_player(page: Page) -> None:
    page.evaluate("document.querySelector('trace-player').show(0)")
    expect(page.locator(".gutter .now")).to_have_attribute("data-no", "3")
    page.evaluate("document.querySelector('trace-player').show(2)")
    expect(page.locator(".gutter .now")).to_have_attribute("data-no", "5")


def test_a_line_lights_what_belongs_to_it_and_the_other_way_round(page: Page) -> None:
    place = page.locator(".backdrop > div").nth(4).bounding_box()
    assert place
    page.mouse.move(place["x"] + 60, place["y"] + 12)
    expect(page.locator("[data-shown] .row.lit")).to_have_count(1)
    page.locator("[data-shown] .row").last.hover()
    expect(page.locator(".gutter .lit").first).to_contain_text("B")
    page.locator("#source").press("Control+Home")
    expect(page.locator(".lit")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-shown] .row.lit")).to_have_count(1)


def test_an_error_leads_back_to_its_lines(page: Page) -> None:
    page.get_by_role("tab", name="Error").click()
    expect(page.locator(".finding li")).to_have_count(3)
    expect(page.locator("pre.said").first).to_contain_text("modified by an inplace operation")
    page.locator(".finding a.quote").first.click()
    expect(page.locator("#pane-memory")).to_be_visible()
    expect(page.locator("#source")).to_be_focused()
    picked = page.evaluate(
        "(() => { const a = document.activeElement; return a.value.slice(a.selectionStart, a.selectionEnd) })()"
    )
    assert picked == "y = x.sigmoid()"
    expect(page.locator(".gutter .now")).to_have_attribute("data-no", "4")


def test_tabs_are_tabs_for_the_keyboard(page: Page) -> None:
    page.get_by_role("tab", name="Memory").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Error")).to_be_focused()
    expect(page.get_by_role("tabpanel", name="Error")).to_be_visible()
    page.keyboard.press("End")
    expect(page.get_by_role("tabpanel", name="Output")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Memory")).to_be_focused()
    expect(page.get_by_role("tabpanel")).to_have_count(1)


def test_an_example_is_two_presses_away(page: Page) -> None:
    page.get_by_text("Examples", exact=True).click()
    page.get_by_role("link", name="expand takes no memory").click()
    expect(page.locator("#source")).to_have_value(re.compile("expand"))
    expect(page.locator("#about")).to_contain_text("expand takes no memory")
    assert page.url.endswith("?example=expand")


def test_the_menu_shows_every_example_and_goes_away_by_itself(page: Page) -> None:
    summary = page.get_by_text("Examples", exact=True)
    summary.click()
    sheet = page.locator("#examples .sheets")
    assert sheet.evaluate("element => element.scrollWidth <= element.clientWidth")
    page.locator("#ending").click()
    expect(sheet).to_be_hidden()
    summary.click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(page.locator("#examples summary")).to_be_focused()


def test_a_wait_is_told_and_can_be_cancelled(page: Page) -> None:
    queue = {"running": 1, "waiting": 3, "place": 2, "estimate": 2.4}
    page.route("**/api/v1/queue", lambda route: route.fulfill(json=queue))
    page.route(RUNS, lambda route: None)
    run(page, OWN)
    expect(page.locator("#status")).to_have_text("Running …")
    expect(page.locator("#status")).to_have_text("Waiting: place 2, about 3 s")
    page.click("#cancel")
    expect(page.locator("#status")).to_contain_text("Cancelled")
    expect(page.locator("#cancel")).to_be_hidden()
    expect(page.locator("#source")).to_have_value(OWN)
    expect(page.locator("#ending")).to_contain_text("RuntimeError")
    page.unroute_all(behavior="ignoreErrors")


TROUBLE: list[tuple[Callable[[Route], None], str]] = [
    (lambda route: route.abort(), "The server does not answer"),
    (lambda route: route.fulfill(status=413, json={"title": "x"}), "larger than the 65536 bytes"),
    (lambda route: route.fulfill(status=502, content_type="text/html", body="<h1>Bad Gateway</h1>"), "(status 502)"),
    (lambda route: route.fulfill(status=429, content_type="text/html", body=_full()), "Enough for now"),
]


def test_what_goes_wrong_is_said_and_nothing_is_lost(page: Page) -> None:
    for number, (answer, words) in enumerate(TROUBLE):
        own = f"{OWN}# {number}\n"
        page.route(RUNS, answer)
        run(page, own)
        expect(page.locator("#notice")).to_contain_text(words)
        expect(page.locator("#status")).to_contain_text(words)
        expect(page.locator("#source")).to_have_value(own)
        expect(page.locator("#edited")).to_be_visible()
        page.unroute(RUNS)
        page.locator("#source").press("Control+Enter")
        expect(page.locator("#edited")).to_be_hidden()
        expect(page.locator("#ending")).to_have_class(re.compile("good"))
        expect(page.locator("#notice")).to_be_hidden()


def _full() -> str:
    return '<div id="notice"><section class="problem" id="problem"><h2>Enough for now</h2><p>Wait.</p></section></div>'


def test_a_program_that_is_too_long_is_not_even_sent(page: Page) -> None:
    page.route(RUNS, lambda route: pytest.fail("it was sent"))
    run(page, "x = 1\n" * 201)
    expect(page.locator("#notice")).to_contain_text("201 lines")
    run(page, f"x = '{'原' * 30000}'")
    expect(page.locator("#notice")).to_contain_text("65536 bytes")


def test_a_seed_that_is_none_is_told_by_the_server(page: Page) -> None:
    page.fill("#seed", "seven")
    run(page, OWN)
    expect(page.locator("#notice")).to_contain_text("whole number")
    expect(page.locator("#seed")).to_have_value("seven")


def test_a_reload_and_another_language_keep_what_was_typed(page: Page) -> None:
    run(page, OWN)
    expect(page.locator("#ending")).to_have_class(re.compile("good"))
    page.reload()
    expect(page.locator("#source")).to_have_value(OWN)
    expect(page.locator("#ending")).to_have_class(re.compile("good"))
    page.locator("#source").press("Control+End")
    page.keyboard.type("# not run yet")
    page.get_by_role("link", name="简体中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("#source")).to_have_value(f"{OWN}# not run yet")
    expect(page.locator("#edited")).to_be_visible()


def test_a_link_to_an_example_opens_the_example_whatever_was_typed_before(page: Page) -> None:
    page.fill("#source", OWN)
    page.goto("/en/play?example=leaf")
    ready(page)
    expect(page.locator("#source")).to_have_value(re.compile(r"weight\.sub_"))


def test_a_program_in_the_address_is_opened_and_run(open_page: Open) -> None:
    page = ready(open_page("/en/play"))
    module = page.locator('script[src*="play.js"]').get_attribute("src").replace("play.js", "fragment.js")  # type: ignore[union-attr]
    made = page.evaluate(
        "([module, snippet]) => import(module).then(({writeFragment}) => writeFragment(snippet))",
        [module, {"source": OWN, "device": "cpu", "seed": 3}],
    )
    page.goto(f"/en/play?fresh=1{made}")
    expect(page.locator("#source")).to_have_value(OWN)
    expect(page.locator("#ending")).to_have_class(re.compile("good"))
    expect(page.locator("#seed")).to_have_value("3")
    page.goto("/en/play?fresh=2#c=broken!")
    expect(page.locator("#notice")).to_contain_text("cannot be read")


def test_all_of_it_works_without_javascript(open_page: Open) -> None:
    page = open_page("/en/play", java_script_enabled=False)
    for pane in ("memory", "error", "output"):
        expect(page.locator(f"#pane-{pane}")).to_be_visible()
    page.fill("#source", OWN)
    page.click("button.run")
    expect(page.locator("#pane-output")).to_contain_text("own tensor([2., 2., 2.])")
    expect(page.locator("#source")).to_have_value(OWN)
    page.get_by_text("Examples", exact=True).click()
    expect(page.get_by_role("link", name="expand takes no memory")).to_be_visible()


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh", "dark")])
def test_axe_finds_nothing(open_page: Open, language: str, theme: str) -> None:
    page = ready(open_page(f"/{language}/play", color_scheme=theme))
    page.locator("#source").press("Control+End")
    page.keyboard.type("x")
    page.evaluate("document.querySelectorAll('#outcome details').forEach(each => { each.open = true })")
    for pane in ("output", "error", "memory"):
        page.locator(f"#tab-{pane}").click()
        result = Axe().run(page, context=None if pane == "memory" else "result-tabs")
        assert result.violations_count == 0, result.generate_report()
    page.evaluate("document.querySelector('#examples').open = true")
    result = Axe().run(page, context="#examples")
    assert result.violations_count == 0, result.generate_report()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_scrolls_sideways(open_page: Open, language: str) -> None:
    page = ready(open_page(f"/{language}/play"))
    for width in (320, 390, 1000, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        for pane in ("memory", "error", "output"):
            page.locator(f"#tab-{pane}").click()
            assert page.evaluate("document.documentElement.scrollWidth") <= width, pane
        page.evaluate("document.querySelector('#examples').open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.evaluate("document.querySelector('#examples').open = false")


def test_nothing_moves_while_the_page_loads(open_page: Open) -> None:
    page = ready(open_page("/en/play", viewport={"width": 1440, "height": 900}))
    shift = page.evaluate(
        """() => new Promise(done => new PerformanceObserver(list =>
                 done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)))
                 .observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(0), 300))"""
    )
    assert shift <= 0.02
