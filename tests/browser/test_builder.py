"""A learner builds networks: with keys, with a mouse, on a phone, without JavaScript, with a server that goes away."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import SMALL

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def blocks(page: Page) -> Locator:
    """The names of the blocks, in their order."""
    return page.locator(".block[data-index] h3 code")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until that has the focus."""
    for _ in range(80):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(selector)


def done(page: Page) -> None:
    """Wait for the end of a run."""
    expect(page.locator("#status")).to_have_text(re.compile("^Done."))


def test_a_network_is_built_with_nothing_but_keys(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    tab_to(page, "[name='0.out']")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(page.locator("#code-on")).to_contain_text("nn.Conv2d(2, 4,")
    expect(page.locator("[name='0.out']")).to_be_focused()
    tab_to(page, "[value='down:0']")
    page.keyboard.press("Enter")
    expect(blocks(page)).to_have_text(["relu1", "conv1"])
    expect(page.locator("[value='up:1']")).to_be_focused()
    tab_to(page, "#add summary")
    page.keyboard.press("Enter")
    tab_to(page, "[value='add:bn']")
    page.keyboard.press("Enter")
    expect(blocks(page)).to_have_text(["relu1", "conv1", "bn1"])
    done(page)
    assert page.url.endswith("net=relu~conv(4)~bn")
    assert page.evaluate("document.activeElement.closest('.block')?.dataset.index") == "2"


def test_every_key_stop_can_be_seen(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    for _ in range(45):
        page.keyboard.press("Tab")
        assert page.evaluate(
            """() => { const it = document.activeElement, around = it.type === 'radio' ? it.nextElementSibling : it;
                       return getComputedStyle(around).outlineStyle !== 'none' }"""
        )


def test_a_change_runs_at_once(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    page.select_option("[name='1.name']", "elu")
    expect(page.locator("#code-on")).to_contain_text("nn.ELU(inplace=True)")
    expect(page.locator("[name='1.name']")).to_have_value("elu")
    page.locator("[name=mode][value=eval]").click()
    expect(page.locator("#code-on")).to_contain_text("net.eval()")
    assert page.url.endswith("net=conv(3)~elu&mode=eval")


def test_what_is_typed_while_a_run_goes_on_stays(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    page.fill("[name='0.out']", "5")
    page.keyboard.press("Tab")
    page.keyboard.type("1")
    expect(page.locator("#code-on")).to_contain_text("Conv2d(2, 5,")
    expect(page.locator("[name='0.kernel']")).to_have_value("1")
    expect(page.locator("[name='0.kernel']")).to_be_focused()


def test_undo_and_redo_go_through_the_states(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    expect(page.locator("#undo")).to_be_disabled()
    page.click("[value='remove:1']")
    expect(blocks(page)).to_have_text(["conv1"])
    page.click("[value='remove:0']")
    expect(page.locator("#blocks-error")).to_contain_text("at least one block")
    page.click("#undo")
    expect(blocks(page)).to_have_text(["conv1"])
    page.keyboard.press("Control+z")
    expect(blocks(page)).to_have_text(["conv1", "relu1"])
    expect(page.locator("#undo")).to_be_disabled()
    page.keyboard.press("Control+Shift+Z")
    expect(blocks(page)).to_have_text(["conv1"])
    page.click("#redo")
    expect(blocks(page)).to_have_count(0)
    expect(page.locator("#redo")).to_be_disabled()


def test_ctrl_z_in_a_field_is_the_fields_own(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    page.click("[value='remove:1']")
    expect(blocks(page)).to_have_text(["conv1"])
    done(page)
    page.focus("[name='0.out']")
    page.keyboard.press("Control+z")
    page.wait_for_timeout(100)
    expect(blocks(page)).to_have_text(["conv1"])


def test_the_back_button_goes_back_to_the_result_before(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    page.fill("[name='0.out']", "5")
    page.click(".run")
    expect(page.locator("#code-on")).to_contain_text("Conv2d(2, 5,")
    page.go_back()
    expect(page.locator("#code-on")).to_contain_text("Conv2d(2, 3,")
    expect(page.locator("[name='0.out']")).to_have_value("3")
    page.go_forward()
    expect(page.locator("[name='0.out']")).to_have_value("5")


def test_a_block_is_dragged_to_its_place(open_page: Open) -> None:
    page = open_page("/en/?in=1x2x16x16&net=conv(3)~relu~bn", viewport={"width": 1280, "height": 900})
    page.locator(".block[data-index='2'] h3").hover()
    page.mouse.down()
    box = page.locator(".block[data-index='0']").bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 40, steps=5)
    expect(page.locator(".block[data-index='0']")).to_have_class(re.compile("before"))
    page.mouse.up()
    expect(blocks(page)).to_have_text(["bn1", "conv1", "relu1"])
    assert page.url.endswith("net=bn~conv(3)~relu")


def test_a_block_is_added_between_two_others(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    page.get_by_role("button", name="Add a block after conv1").click()
    expect(page.locator("#at")).to_have_value("1")
    page.click("[value='add:conv']")
    expect(blocks(page)).to_have_text(["conv1", "conv2", "relu1"])
    expect(page.locator("[name='1.out']")).to_be_focused()


def test_a_menu_closes_on_escape(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    page.click("#presets summary")
    page.locator("[value='preset:vgg']").focus()
    page.keyboard.press("Escape")
    expect(page.locator("[value='preset:vgg']")).to_be_hidden()
    expect(page.locator("#presets summary")).to_be_focused()


def test_two_networks_are_pinned_and_swapped(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    page.click("[value=pin]")
    expect(page.locator(".pinned")).to_contain_text("conv(3)~relu")
    page.click("[value='remove:1']")
    expect(blocks(page)).to_have_text(["conv1"])
    page.click("[value=swap]")
    expect(blocks(page)).to_have_text(["conv1", "relu1"])
    expect(page.locator(".pinned code")).to_have_text("conv(3)")
    page.click("[value=unpin]")
    expect(page.locator(".pinned")).to_have_count(0)
    expect(page.locator("#vs")).to_have_value("inplace")


def test_the_other_language_keeps_the_state(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    page.fill("[name='0.out']", "6")
    page.click(".run")
    expect(page.locator("#code-on")).to_contain_text("Conv2d(2, 6,")
    page.get_by_role("link", name="简体中文").click()
    expect(page).to_have_url(re.compile(r"/zh/\?.*net=conv\(6\)~relu"))
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("[name='0.out']")).to_have_value("6")


def test_a_wrong_value_is_named_and_the_old_result_stays(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    page.fill("#width", "1000")
    page.click(".run")
    expect(page.locator("#width-error")).to_have_text("Width: Enter a whole number from 1 to 224.")
    expect(page.locator("#width")).to_be_focused()
    expect(page.locator("#width")).to_have_value("1000")
    expect(page.locator("#answer")).to_be_visible()
    page.fill("#width", "16")
    page.click(".run")
    expect(page.locator("#width-error")).to_have_count(0)
    expect(page.locator("#notice")).to_be_empty()


def test_a_block_that_does_not_fit_says_so_with_the_arithmetic(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    page.fill("[name='0.kernel']", "11")
    page.fill("#height", "4")
    page.click(".run")
    block = page.locator(".block[data-index='0']")
    expect(block).to_contain_text("1·(11 − 1) + 1 = 11 pixels, and there are only 4 + 2·1 = 6")
    expect(page.locator("#answer")).to_be_visible()


def test_a_run_can_be_cancelled_and_the_old_result_stays(open_page: Open) -> None:
    page = open_page(f"/en/?{SMALL}")
    page.route("**/en/?*", lambda route: None)
    page.fill("[name='0.out']", "7")
    page.click(".run")
    expect(page.locator("#status")).to_contain_text("Running")
    page.click("#cancel")
    expect(page.locator("#status")).to_contain_text("Cancelled")
    expect(page.locator("[name='0.out']")).to_have_value("7")
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
    for hidden in ("#theme", "#undo", ".gap >> nth=0", ".copy >> nth=0"):
        expect(page.locator(hidden)).to_be_hidden()
    page.fill("[name='0.out']", "8")
    page.keyboard.press("Enter")
    expect(page.locator("#code-on")).to_contain_text("Conv2d(2, 8,")
    page.click("#add summary")
    page.select_option("#at", "1")
    page.click("[value='add:bn']")
    expect(blocks(page)).to_have_text(["conv1", "bn1", "relu1"])
    page.click("[value='down:1']")
    expect(blocks(page)).to_have_text(["conv1", "relu1", "bn1"])
    page.locator("[name=mode][value=no_grad]").check(force=True)
    page.click(".run")
    expect(page.locator("#code-on")).to_contain_text("with torch.no_grad():")
    page.go_back()
    page.go_back()
    expect(blocks(page)).to_have_text(["conv1", "bn1", "relu1"])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_blocks_stand_below_each_other_on_a_phone(open_page: Open, language: str) -> None:
    page = open_page(f"/{language}/?{SMALL}", viewport={"width": 390, "height": 844}, has_touch=True)
    boxes = [each.bounding_box() for each in page.query_selector_all(".block")]
    assert len({round(box["x"]) for box in boxes if box}) == 1
    page.locator(".gap").first.tap()
    menu, first = page.locator("#adding").bounding_box(), page.locator(".block[data-index='0']").bounding_box()
    assert menu
    assert first
    assert menu["y"] + menu["height"] <= first["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("[value='add:tanh']").tap()
    expect(blocks(page)).to_have_text(["tanh1", "conv1", "relu1"])
