"""A reader who has an error: finds its class, sees both lines, takes over a fix, with scripts and without."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
MESSAGE = (
    "RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: "
    "[torch.FloatTensor [4]], which is output 0 of SigmoidBackward0, is at version 1; expected version 0 instead."
)
FAILING = "import torch\nx = torch.ones(4, requires_grad=True)\ny = x.sigmoid()\ny.mul_(2)\ny.sum().backward()\n"


def cured(page: Page) -> Page:
    """The page of a class once its fixes have been run: that begins when a reader comes near."""
    if (asked := page.locator(".ask")).count():
        asked.scroll_into_view_if_needed()
    expect(page.locator(".fixes li").first).to_be_visible(timeout=20_000)
    return page


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh", "dark")])
def test_axe_finds_nothing(open_page: Open, language: str, theme: str) -> None:
    gallery = open_page(f"/{language}/errors", color_scheme=theme)
    gallery.fill("#find", "IL00")
    assert Axe().run(gallery).violations_count == 0
    page = cured(open_page(f"/{language}/errors/IL001", color_scheme=theme))
    for summary in page.locator(".fix summary").all()[:2]:
        summary.click()
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


@pytest.mark.parametrize("path", ["/en/errors", "/zh/errors/IL004"])
def test_nothing_scrolls_sideways_on_a_small_phone(open_page: Open, path: str) -> None:
    page = open_page(path, viewport={"width": 320, "height": 640})
    if "IL" in path:
        cured(page).locator(".fix summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for target in page.query_selector_all("main :is(a, button, summary, input)"):
        if box := target.bounding_box():
            assert box["height"] >= 24, target.inner_html()


def test_the_gallery_is_filtered_by_any_words(open_page: Open) -> None:
    page = open_page("/en/errors")
    page.fill("#find", "leaf IL1")
    expect(page.locator(".class:visible").first).to_contain_text("IL101")
    expect(page.locator("#backward")).to_be_hidden()
    page.fill("#find", "no such words")
    expect(page.locator("#nothing")).to_be_visible()
    page.fill("#find", "")
    expect(page.locator("#backward")).to_be_visible()
    page.locator(".class a").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/en/errors/IL001$"))


def test_a_fix_is_applied_in_the_playground_and_can_be_undone(open_page: Open) -> None:
    page = open_page("/en/play")
    page.wait_for_selector("result-tabs [role=tab]")
    before = page.locator("#source").input_value()
    page.get_by_role("tab", name="Error").click()
    expect(page.locator(".act.did-wrote")).to_contain_text("Line 5 overwrote it")
    page.get_by_role("button", name="Find fixes and run them").click()
    expect(page.locator(".fix:not(.verified) .verdict").first).to_contain_text("≠")
    page.get_by_role("button", name="Apply Write out of place").click()
    expect(page.locator("#source")).to_have_value(re.compile(r"y = y\.mul\(2\)"))
    expect(page.locator("#source")).to_be_focused()
    expect(page.locator("#edited")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.locator("#source")).to_have_value(before)
    page.keyboard.press("Control+Shift+z")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#ending")).to_have_class(re.compile("good"))
    expect(page.get_by_role("tab", name="Error")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".clean")).to_be_visible()
    page.get_by_role("button", name="Compare the gradients, too").press("Enter")
    expect(page.locator(".clean")).to_contain_text("gradients and losses are the same")
    expect(page.locator(".clean h3")).to_be_focused()


def test_a_server_that_is_gone_is_told_beside_the_button(open_page: Open) -> None:
    page = open_page("/en/play")
    page.wait_for_selector("result-tabs [role=tab]")
    page.get_by_role("tab", name="Error").click()
    page.route("**/en/fixes", lambda route: route.abort())
    page.get_by_role("button", name="Find fixes and run them").click()
    expect(page.locator(".ask [role=status]")).to_contain_text("did not answer")
    page.unroute("**/en/fixes")
    page.get_by_role("button", name="Find fixes and run them").click()
    expect(page.locator(".fixes")).to_be_visible()


def test_all_of_it_works_without_scripts(open_page: Open) -> None:
    page = open_page("/en/play", java_script_enabled=False)
    page.get_by_role("button", name="Find fixes and run them").click()
    page.get_by_role("button", name="Try it Write out of place").click()
    expect(page.locator("#source")).to_have_value(re.compile(r"y = y\.mul\(2\)"))
    expect(page.locator("#ending")).to_have_class(re.compile("good"))
    page.get_by_role("link", name="Errors", exact=True).click()
    page.fill("#pasted", MESSAGE)
    page.get_by_role("button", name="Diagnose").click()
    expect(page.locator(".unknown")).to_contain_text("Which line wrote into it")
    page.fill("#pasted", FAILING)
    page.get_by_role("button", name="Diagnose").click()
    expect(page.locator(".listing .did-wrote")).to_contain_text("y.mul_(2)")
