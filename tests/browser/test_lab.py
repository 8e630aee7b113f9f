"""A learner at work: with keys, with a mouse, without JavaScript, with a server that goes away."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import SMALL

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def test_a_run_needs_nothing_but_keys(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    while page.evaluate("document.activeElement.id") != "outputs":
        page.keyboard.press("Tab")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_have_text("Done. Training step: saves nothing")
    expect(page.locator("#lines")).to_contain_text("nn.Conv2d(2, 4,")
    assert "outputs=4" in page.url
    expect(page.locator("#code-on")).to_contain_text("nn.Conv2d(2, 4,")
    expect(page.locator("#outputs")).to_be_focused()


def test_every_key_stop_can_be_seen(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    for _ in range(20):
        page.keyboard.press("Tab")
        assert page.evaluate(
            """() => { const it = document.activeElement, around = it.type === 'radio' ? it.nextElementSibling : it;
                       return getComputedStyle(around).outlineStyle !== 'none' }"""
        )


def test_the_other_mode_is_one_press_away(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    page.locator("a[data-mode=infer]").click()
    expect(page.locator("#shown-title")).to_have_text("Inference, measured")
    expect(page.locator("input[value=infer]")).to_be_checked()
    page.locator("input[value=train]").click()
    expect(page.locator("#shown-title")).to_have_text("One training step, measured")
    assert "mode=train" in page.url


def test_the_back_button_goes_back_to_the_result_before(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    page.fill("#outputs", "5")
    page.click(".run")
    expect(page.locator("#code-on")).to_contain_text("Conv2d(2, 5,")
    page.go_back()
    expect(page.locator("#code-on")).to_contain_text("Conv2d(2, 3,")
    expect(page.locator("#outputs")).to_have_value("3")
    page.go_forward()
    expect(page.locator("#outputs")).to_have_value("5")


def test_the_other_language_keeps_the_state(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    page.fill("#outputs", "6")
    page.click(".run")
    expect(page.locator("#code-on")).to_contain_text("Conv2d(2, 6,")
    page.get_by_role("link", name="简体中文").click()
    expect(page).to_have_url(re.compile(r"/zh/\?.*outputs=6"))
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("#outputs")).to_have_value("6")


def test_a_wrong_value_is_named_and_the_old_result_stays(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    page.fill("#size", "1000")
    page.click(".run")
    expect(page.locator("#size-error")).to_have_text("Height, width: enter a whole number from 1 to 224.")
    expect(page.locator("#size")).to_be_focused()
    expect(page.locator("#size")).to_have_value("1000")
    expect(page.locator("#answer")).to_be_visible()
    page.fill("#size", "16")
    page.click(".run")
    expect(page.locator("#size-error")).to_be_empty()
    expect(page.locator("#notice")).to_be_empty()


def test_a_run_can_be_cancelled_and_the_old_result_stays(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    page.route("**/en/?*", lambda route: None)
    page.fill("#outputs", "7")
    page.click(".run")
    expect(page.locator("#status")).to_contain_text("Running")
    page.click("#cancel")
    expect(page.locator("#status")).to_contain_text("Cancelled")
    expect(page.locator("#outputs")).to_have_value("7")
    expect(page.locator("#code-on")).to_contain_text("Conv2d(2, 3,")
    page.unroute_all(behavior="ignoreErrors")


def test_a_server_that_is_gone_is_told(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    page.route("**/en/?*", lambda route: route.abort())
    page.click(".run")
    expect(page.locator("#status")).to_contain_text("The server does not answer")
    expect(page.locator("#answer")).to_be_visible()


def test_a_server_that_is_full_is_told_with_what_to_do(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    problem = '<section class="problem" id="problem"><h2>Every place to run is taken</h2><p>Wait.</p></section>'
    page.route("**/en/?*", lambda route: route.fulfill(status=503, content_type="text/html", body=problem))
    page.click(".run")
    expect(page.locator("#notice")).to_contain_text("Every place to run is taken")
    expect(page.locator("#status")).to_contain_text("Every place to run is taken")
    expect(page.locator("#answer")).to_be_visible()


def test_all_of_it_works_without_javascript(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}", java_script_enabled=False)
    expect(page.locator("#theme")).to_be_hidden()
    expect(page.locator(".copy").first).to_be_hidden()
    page.fill("#outputs", "8")
    page.locator("input[value=infer]").check(force=True)
    page.click(".run")
    expect(page.locator("#shown-title")).to_have_text("Inference, measured")
    expect(page.locator("#code-on")).to_contain_text("Conv2d(2, 8,")


def test_a_chosen_theme_is_there_again_from_the_first_byte(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}", color_scheme="light")
    page.select_option("#theme", "dark")
    expect(page.locator("html")).to_have_css("background-color", "rgb(15, 18, 22)")
    assert 'data-theme="dark"' in page.reload().text()
    page.select_option("#theme", "")
    expect(page.locator("html")).to_have_css("background-color", "rgb(255, 255, 255)")
    assert "data-theme" not in page.reload().text()


def test_a_program_can_be_copied(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}", permissions=["clipboard-read", "clipboard-write"])
    page.locator("[data-copy=code-on]").click()
    expect(page.locator("[data-copy=code-on]")).to_have_text("Copied")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("import torch\n")
    assert "nn.ReLU(inplace=True)," in text
