"""What is beside the builder: the answer for both modes, the theme, the programs."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import SMALL

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def test_the_other_mode_is_one_press_away(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    page.locator("a.half[data-mode=no_grad]").click()
    expect(page.locator("#shown-title")).to_have_text("Inference, measured")
    assert "mode=" in page.url
    page.locator("input[value=train]").click()
    expect(page.locator("#shown-title")).to_have_text("One training step, measured")
    assert "mode=" not in page.url


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
    assert "nn.ReLU(inplace=True)" in text


BLOCKS = "in=2x8x8x8&net=conv(8)~{0}~conv(8)~{0}~conv(8)~{0}"
KEPT = "article.card:has(h3:text-is('Kept for backward'))"


def test_swapping_the_activation_tells_the_families_apart(open_page: Open) -> None:
    """Three layers of 4 KiB: nothing saved, one activation a layer that a next one follows, nothing saved; and why."""
    page = open_page(f"/en/?{BLOCKS.format('relu')}")
    expect(page.locator(KEPT)).to_contain_text("±0 B")
    expect(page.locator(KEPT)).to_contain_text("ReluBackward0 keeps the result either way")
    for block in (1, 3, 5):
        page.select_option(f"[name='{block}.name']", "leaky_relu")
        page.wait_for_url(f"**conv(8)~leaky_relu{'~**' if block < 5 else ''}")
    expect(page.locator(KEPT)).to_contain_text("−8.00 KiB")
    expect(page.locator(KEPT)).to_contain_text("keeps the input, with inplace on it makes do with the result")
    for block in (1, 3, 5):
        page.select_option(f"[name='{block}.name']", "relu6")
    expect(page.locator(KEPT)).to_contain_text("autograd copies it before it is written over")
    expect(page.locator(KEPT)).to_contain_text("±0 B")


def test_both_sides_are_drawn_on_one_axis_with_one_cursor(open_page: Open) -> None:
    page = open_page(f"/en/?{BLOCKS.format('leaky_relu')}")
    page.get_by_text("Both over time, with one cursor").click()
    slider = page.locator("memory-pair input")
    expect(slider).to_be_visible(timeout=20_000)
    tops = page.evaluate("[...document.querySelectorAll('memory-pair .canvas')].map(it => it.layout.yaxis.range[1])")
    assert tops[0] == tops[1]
    slider.fill("2")
    said = page.locator("memory-pair .now")
    expect(said.first).to_contain_text("step 2 · leaky_relu1")
    expect(said.last).to_contain_text("step 2 · leaky_relu1")


def test_times_arrive_by_themselves(open_page: Open) -> None:
    page = open_page("/en/?in=1x2x9x9&net=conv(3)~relu")
    expect(page.locator("#time")).to_contain_text("medians of")
    expect(page.locator("#time-program")).to_be_visible()


def test_an_error_is_told_with_both_of_its_lines(open_page: Open) -> None:
    page = open_page("/en/?in=1x2x6x6&net=conv(2)~relu~mark(a)~conv(2)~relu~add(a,switch)")
    expect(page.locator("#answer [aria-current]")).to_contain_text("inplace=True stops with an error")
    expect(page.locator(".alarm .did-wrote")).to_contain_text("h += a")


def test_a_result_that_changes_in_silence_is_told(open_page: Open) -> None:
    page = open_page("/en/?in=1x2x6x6&net=conv(2)~mark(a)~relu~conv(2)~add(a)")
    expect(page.locator("#answer [aria-current]")).to_contain_text("changes the result")
    expect(page.locator(".alarm")).to_contain_text("No error, and yet another result")
