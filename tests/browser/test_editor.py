"""The editor under real keys: indenting, commenting, undoing, leaving, composing; its colours fit its text."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


@pytest.fixture
def page(open_page: Open) -> Page:
    """The playground with an empty editor that has the focus."""
    page = open_page("/en/play")
    page.wait_for_selector("code-editor[data-ready]")
    page.locator("#source").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    return page


def source(page: Page) -> str:
    """What stands in the editor."""
    return page.locator("#source").input_value()


def rows(page: Page) -> list[str]:
    """The lines that the coloured copy shows."""
    return page.eval_on_selector_all(".backdrop > div", "rows => rows.map(row => row.textContent)")


def press(page: Page, *keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys:
        page.keyboard.press(key)


def test_the_colours_always_show_the_same_text(page: Page) -> None:
    page.keyboard.type('"""open\nx = 1', delay=0)
    assert rows(page) == source(page).split("\n")
    expect(page.locator(".backdrop .string")).to_have_count(2)
    press(page, "Control+a", "Delete")
    page.keyboard.insert_text("@dec\ndef 原地(x):\n\ty = f'a{x!r}b'  # 注释\n\treturn y.mul_(0x1f)\n")
    assert rows(page) == source(page).split("\n")
    kinds = page.eval_on_selector_all(
        ".backdrop span", "spans => spans.map(span => [span.className, span.textContent])"
    )
    assert ["decorator", "@dec"] in kinds
    assert ["keyword", "return"] in kinds
    assert ["inplace", "mul_"] in kinds
    assert ["number", "0x1f"] in kinds
    assert ["comment", "# 注释"] in kinds
    assert ["string", "f'a"] in kinds


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_sign_lies_on_its_colour(open_page: Open, language: str) -> None:
    page = open_page(f"/{language}/play")
    page.wait_for_selector("code-editor[data-ready]")
    area = page.locator("#source")
    area.fill("a = '原地修改 inplace' # 版本计数器 v1\nb = 2")
    style = "getComputedStyle(document.querySelector('{}')).{}"
    for name in ("fontFamily", "fontSize", "lineHeight", "letterSpacing", "textAutospace", "tabSize", "whiteSpace"):
        assert page.evaluate(style.format("#source", name)) == page.evaluate(style.format(".backdrop", name)), name
    row = page.evaluate(
        """() => { const range = document.createRange(), row = document.querySelector('.backdrop > div');
                   range.selectNodeContents(row); return range.getBoundingClientRect().width }"""
    )
    ruler = page.evaluate(
        """() => { const area = document.querySelector('#source'), twin = area.cloneNode();
                   twin.removeAttribute('id'); twin.value = area.value.split('\\n')[0]; area.after(twin);
                   Object.assign(twin.style, {position: 'absolute', width: '1px', padding: '0', overflow: 'hidden'});
                   const width = twin.scrollWidth; twin.remove(); return width }"""
    )
    assert abs(row - ruler) <= 2


def test_enter_keeps_the_indent_deepens_it_after_a_colon_and_ends_it_after_return(page: Page) -> None:
    page.keyboard.type("def f(x):  # go\nif x:\nreturn x\nreturn 2\ny")
    assert source(page) == "def f(x):  # go\n    if x:\n        return x\n    return 2\ny"


def test_tab_indents_and_shift_tab_takes_it_back(page: Page) -> None:
    page.keyboard.insert_text("a\n\nb\nc")
    press(page, "Control+a", "Tab")
    assert source(page) == "    a\n\n    b\n    c"
    press(page, "Shift+Tab")
    assert source(page) == "a\n\nb\nc"
    press(page, "Control+End", "Tab")
    assert source(page) == "a\n\nb\nc   "
    press(page, "Shift+Home", "Tab")
    assert source(page) == "a\n\nb\n    c   "


def test_comments_go_in_and_out(page: Page) -> None:
    page.keyboard.insert_text("if x:\n    y\n")
    press(page, "Control+a", "Control+/")
    assert source(page) == "# if x:\n#     y\n"
    press(page, "Control+/")
    assert source(page) == "if x:\n    y\n"


def test_all_of_it_can_be_undone(page: Page) -> None:
    page.keyboard.type("a = 1")
    before = source(page)
    press(page, "Control+a", "Tab")
    press(page, "Control+/")
    changed = source(page)
    press(page, "Control+z", "Control+z")
    assert source(page) == before
    assert rows(page) == [before]
    press(page, "Control+Shift+z", "Control+Shift+z")
    assert source(page) == changed


def test_escape_then_tab_leaves_the_editor(page: Page) -> None:
    press(page, "Tab")
    expect(page.locator("#source")).to_be_focused()
    press(page, "Escape", "Tab")
    expect(page.locator("#source")).not_to_be_focused()
    page.locator("#source").focus()
    press(page, "Escape", "x", "Tab")
    expect(page.locator("#source")).to_be_focused()
    press(page, "Escape", "Shift+Tab")
    expect(page.locator("#source")).not_to_be_focused()


def test_an_input_method_composes_in_peace(page: Page) -> None:
    client = page.context.new_cdp_session(page)
    page.keyboard.type("# ")
    for text in ("y", "yu", "原"):
        client.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
        assert rows(page) == [f"# {text}"]
    client.send("Input.insertText", {"text": "原地"})
    assert source(page) == "# 原地"
    assert rows(page) == ["# 原地"]


def test_a_long_line_scrolls_with_its_colours_and_the_caret_stays_in_view(page: Page) -> None:
    page.keyboard.insert_text("x = " + "1 + " * 60)
    page.keyboard.type("2")
    editor = page.locator("code-editor")
    assert editor.evaluate("element => element.scrollLeft") > 0
    assert page.locator("#source").evaluate("area => area.scrollLeft") == 0
    press(page, "Home")
    page.keyboard.type("y")
    assert editor.evaluate("element => element.scrollLeft") <= 16
    press(page, *["Enter"] * 60)
    assert editor.evaluate("element => element.scrollTop") > 0
    assert page.locator("#source").evaluate("area => area.scrollTop") == 0


def test_two_hundred_lines_are_coloured_while_one_types(page: Page) -> None:
    page.keyboard.insert_text("y = x.mul_(2)  # in place\n" * 199)
    took = page.evaluate(
        """() => { const area = document.querySelector('#source'), began = performance.now();
                   for (let turn = 0; turn < 20; turn++) { area.setRangeText('z', turn, turn);
                     area.dispatchEvent(new Event('input', {bubbles: true})) }
                   return (performance.now() - began) / 20 }"""
    )
    assert took < 16


def test_without_javascript_it_is_a_text_field_that_can_be_read(open_page: Open) -> None:
    page = open_page("/en/play", java_script_enabled=False)
    expect(page.locator("#source")).to_be_visible()
    assert page.locator(".backdrop").count() == 0
    expect(page.locator("#source")).to_have_css("color", "rgb(20, 23, 27)")


def test_in_forced_colours_the_text_is_there_once(open_page: Open) -> None:
    page = open_page("/en/play", forced_colors="active")
    page.wait_for_selector("code-editor[data-ready]")
    expect(page.locator(".backdrop span").first).to_be_hidden()
    visible = page.evaluate("getComputedStyle(document.querySelector('#source')).color")
    assert visible not in ("rgba(0, 0, 0, 0)", "transparent")
