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
