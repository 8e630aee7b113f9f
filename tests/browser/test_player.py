"""The step player in a real browser: what it draws is what torch reports, and keys and words alone tell the story."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.request import Request, urlopen

import pytest
import torch
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from ..player.five import FIVE, SIGMOID

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
ERRORS = ("/en/errors", "/zh/errors/IL001")
LONG = "import torch\nx = torch.ones(4)\nfor _ in range(700):\n    x = x * 2\n    x += 1\n    y = x[1:]\n"


@pytest.fixture(scope="module")
def link(server: str) -> Callable[[str], str]:
    """Keeps a program and gives the path of its link."""

    def keep(source: str) -> str:
        body = json.dumps({"source": source}).encode()
        request = Request(f"{server}/api/v1/permalinks", body, {"Content-Type": "application/json"})
        with urlopen(request) as answer:
            return f"p/{json.load(answer)['id']}"

    return keep


def told_by_torch(source: str) -> Iterator[tuple[int, dict[str, torch.Tensor]]]:
    """Run the program line by line; after each line its tensors by name. What raises ends it."""
    torch.manual_seed(0)
    names: dict[str, Any] = {}
    block = ""
    lines = source.splitlines()
    for number, line in enumerate(lines, 1):
        block += line + "\n"
        if number < len(lines) and (lines[number].startswith(" ") or line.endswith(":")):
            continue
        try:
            exec(block, names)
        except RuntimeError:
            return
        block = ""
        yield number, {name: value for name, value in names.items() if isinstance(value, torch.Tensor)}


def show_line(page: Page, line: int) -> Locator:
    """The last scene of a line, shown."""
    step = page.evaluate(
        """line => { const player = document.querySelector('trace-player');
                     return player.steps.map(([each]) => each).lastIndexOf(line) }""",
        line,
    )
    page.evaluate("step => document.querySelector('trace-player').show(step)", step)
    scene = page.locator(f"[data-step='{step}'][data-shown]")
    expect(scene).to_be_visible()
    return scene


DRAWN = """scene => [...scene.querySelectorAll('.row')].map(row => {
  const values = [...row.querySelectorAll('.cell')].map(cell => parseFloat(cell.title));
  const rails = {};
  let first = 0;
  for (const line of row.querySelectorAll('.line')) {
    const cells = [...line.querySelectorAll('.cell')];
    line.querySelectorAll('.rail').forEach((rail, number) => {
      const names = [...row.querySelectorAll('.line')[0].querySelectorAll('.rail')[number].querySelectorAll('.chip')];
      const found = rail.querySelector('path').getAttribute('d').matchAll(/M(\\d+)/g);
      const starts = [...found].map(match => first + +match[1]);
      for (const { textContent } of names) rails[textContent] = [...(rails[textContent] ?? []), ...starts];
    });
    first += cells.length;
  }
  const version = row.querySelector('.head .version')?.textContent;
  return { values, rails, version };
})"""


@pytest.mark.parametrize("name", FIVE)
def test_every_line_is_drawn_as_torch_reports_it(open_page: Open, link: Callable[[str], str], name: str) -> None:
    page = open_page(f"/en/{link(FIVE[name])}")
    checked = 0
    for line, tensors in told_by_torch(FIVE[name]):
        if not tensors:
            continue
        rows = show_line(page, line).evaluate(DRAWN)
        for called, tensor in tensors.items():
            (row,) = [row for row in rows if called in row["rails"]]
            memory = torch.tensor([], dtype=tensor.dtype).set_(tensor.untyped_storage())
            places = torch.arange(memory.numel()).as_strided(tensor.shape, tensor.stride(), tensor.storage_offset())
            assert row["values"] == pytest.approx(memory.tolist(), rel=1e-6)
            assert row["rails"][called] == sorted(set(places.flatten().tolist()))
            assert row["version"] == f"v{tensor._version}"
            checked += 1
    assert checked >= 3


def test_the_failing_step_finds_the_versions_of_torchs_own_message(open_page: Open, link: Callable[[str], str]) -> None:
    page = open_page(f"/en/{link(SIGMOID)}")
    said = page.locator(".scene").last.locator(".say").text_content() or ""
    with pytest.raises(RuntimeError) as raised:
        exec(SIGMOID, {})
    found, needed = re.findall(r"version (\d+)", str(raised.value))
    assert f"SigmoidBackward0 needs v{needed} of storage B, and finds v{found}." in said


def test_a_rail_stands_under_its_cells(open_page: Open, link: Callable[[str], str]) -> None:
    page = open_page(f"/en/{link(FIVE['views'])}")
    show_line(page, 9)
    apart = page.evaluate(
        """() => [...document.querySelectorAll('[data-shown] .line')].flatMap(line => {
          const cells = [...line.querySelectorAll('.cell')].map(cell => cell.getBoundingClientRect());
          return [...line.querySelectorAll('.rail path')].filter(path => path.getAttribute('d')).map(path => {
            const columns = [...path.getAttribute('d').matchAll(/M(\\d+)/g)].map(match => +match[1]);
            const box = path.getBoundingClientRect();
            const left = cells[Math.min(...columns)].left, right = cells[Math.max(...columns)].right;
            return Math.abs((box.left + box.right) / 2 - (left + right) / 2);
          });
        })"""
    )
    assert len(apart) > 8
    assert max(apart) <= 2


def test_keys_and_spoken_words_alone_tell_the_whole_story(open_page: Open, link: Callable[[str], str]) -> None:
    page = open_page(f"/en/{link(SIGMOID)}")
    for _ in range(30):
        page.keyboard.press("Escape")  # the editor keeps Tab for itself until then
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.controls')"):
            break
    status, told = page.locator("trace-player .status"), []
    page.keyboard.press("Home")
    for number in range(1, 9):
        expect(status).to_contain_text(f"Step {number} of 8")
        told.append(status.text_content() or "")
        page.keyboard.press("ArrowRight")
    story = " ".join(told)
    assert "sigmoid makes y on a storage of its own: B" in story
    assert "For backward SigmoidBackward0 keeps its result in B at v0." in story
    assert "mul_ writes into storage B. Its version goes from v0 to v1. 12 of 12 values change." in story
    assert "SigmoidBackward0 still needs v0." in story
    assert "backward stops with RuntimeError: SigmoidBackward0 needs v0 of storage B, and finds v1." in story


def test_the_accessibility_tree_has_the_marks_in_words(open_page: Open, link: Callable[[str], str]) -> None:
    tree = open_page(f"/embed/{link(SIGMOID).removeprefix('p/')}?lang=en").locator("trace-player").aria_snapshot()
    words = " ".join(re.sub(r"- (?:code|text|listitem|region|paragraph|list|group):?", "", tree).split())
    assert "y = x.sigmoid() (has storage B kept for backward)" in words
    assert "y.mul_(2) (writes into storage B)" in words
    assert "SigmoidBackward0 needs v0 ✕ has v1" in words


def test_brackets_go_from_write_to_write(open_page: Open, link: Callable[[str], str]) -> None:
    page = open_page(f"/en/{link(FIVE['views'])}")
    page.locator(".controls").focus()
    page.keyboard.press("Home")
    page.keyboard.press("]")
    expect(page.locator("[data-shown] .say")).to_contain_text("writes into storage A")
    page.keyboard.press("End")
    expect(page.locator("[data-shown]")).to_have_attribute("data-line", "10")


def test_a_step_can_be_linked_to(open_page: Open, link: Callable[[str], str]) -> None:
    page = open_page(f"/en/{link(SIGMOID)}?step=2")
    expect(page.locator("[data-shown] h3")).to_have_text("Step 2 of 8")
    page.locator(".forth").click()
    expect(page).to_have_url(re.compile("step=3"))
    page.reload()
    expect(page.locator("[data-shown] h3")).to_have_text("Step 3 of 8")


def test_lines_only_stops_once_a_line(open_page: Open, link: Callable[[str], str]) -> None:
    page = open_page(f"/en/{link(SIGMOID)}?step=1")
    page.locator(".only").select_option("m")
    lines = []
    for _ in range(3):
        page.locator(".forth").click()
        lines.append(page.locator("[data-shown]").get_attribute("data-line"))
    assert lines == ["4", "5", "6"]


def test_a_long_trace_is_fetched_in_pages_and_stays_small(open_page: Open, link: Callable[[str], str]) -> None:
    page = open_page(f"/en/{link(LONG)}")
    for step in (1900, 40, 999, 500, 1500, 300, 1200, 1999):
        page.evaluate("step => document.querySelector('trace-player').show(step)", step)
        expect(page.locator(f"[data-step='{step}'][data-shown]")).to_be_visible()
    assert page.locator(".scene").count() <= 160
    expect(page.locator("[data-shown] .when")).to_contain_text("visit ")


def test_what_belongs_together_lights_up(open_page: Open, link: Callable[[str], str]) -> None:
    page = open_page(f"/en/{link(SIGMOID)}?step=3")
    page.locator("[data-shown] .pin").hover()
    expect(page.locator("[data-shown] .pin")).to_have_class(re.compile("lit"))
    page.locator("[data-shown] .row").first.hover()
    expect(page.locator("[data-shown] .row.lit")).to_have_count(1)


def test_keys_light_what_belongs_together(open_page: Open, link: Callable[[str], str]) -> None:
    page = open_page(f"/embed/{link(SIGMOID).removeprefix('p/')}?lang=en&step=3")
    page.locator("[data-shown] .row").last.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-shown] .rail.lit .chip")).to_have_text("y")
    expect(page.locator(".src.lit")).to_have_count(3)
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-shown] .pin.lit")).to_have_count(1)


def test_a_shaded_cell_tells_its_value_to_keys(open_page: Open, link: Callable[[str], str]) -> None:
    source = "import torch\nx = torch.arange(20.0)\nx.mul_(2)\n"
    page = open_page(f"/embed/{link(source).removeprefix('p/')}?lang=en&step=2")
    page.locator("[data-shown] .cells").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-shown] .read")).to_have_text("[1] 2.0 (before: 1.0)")


def test_without_javascript_all_steps_are_a_film_strip(open_page: Open, link: Callable[[str], str]) -> None:
    page = open_page(f"/en/{link(SIGMOID)}", java_script_enabled=False)
    assert page.locator(".scene:visible").count() == 8
    assert page.locator(".scene h3").all_text_contents() == [f"Step {number} of 8" for number in range(1, 9)]


def test_sentence_and_picture_have_the_width_of_the_player(open_page: Open, link: Callable[[str], str]) -> None:
    page = open_page(f"/en/{link(SIGMOID)}")
    widths = "['.say', '.rows'].map(name => document.querySelector('[data-shown] ' + name).clientWidth)"
    whole = page.evaluate("document.querySelector('.film').clientWidth")
    assert all(width > 0.9 * whole for width in page.evaluate(widths))


def test_a_menu_lies_above_the_picture(open_page: Open, link: Callable[[str], str]) -> None:
    page = open_page(f"/en/{link(SIGMOID)}", viewport={"width": 1440, "height": 900})
    page.locator("#sharing summary").click()
    over = """() => { const box = document.querySelector('#sharing .sheets').getBoundingClientRect();
      return [...document.querySelectorAll('[data-shown] .rail .bars, [data-shown] .chip')].filter(each => {
        const { left, top } = each.getBoundingClientRect(), x = left + 2, y = top + 2;
        const inside = x > box.left && x < box.right && y > box.top && y < box.bottom;
        return inside && document.elementFromPoint(x, y)?.closest('.player');
      }).length }"""
    assert page.evaluate(over) == 0


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh", "dark")])
def test_axe_finds_nothing_in_any_picture(
    open_page: Open, link: Callable[[str], str], language: str, theme: str
) -> None:
    page = open_page(f"/{language}/{link(SIGMOID)}?step=3", color_scheme=theme)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


def test_axe_finds_nothing_in_a_film_strip(open_page: Open, link: Callable[[str], str]) -> None:
    page = open_page(f"/zh/steps/{link(SIGMOID).removeprefix('p/')}")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        result = Axe().run(page)
        assert result.violations_count == 0, result.generate_report()


CUT = """async () => {
  const player = document.querySelector('trace-player'), cut = [];
  for (let step = 0; step < Math.min(player.steps.length, 20); step += 1) {
    await player.show(step);
    const scene = document.querySelector('[data-shown]');
    for (const number of scene.querySelectorAll('.cell i, .cell s')) {
      const room = number.closest('.cell').getBoundingClientRect().width;
      if (number.getBoundingClientRect().width > room + 0.5) cut.push([step, number.textContent]);
    }
    for (const each of scene.querySelectorAll('.chip, .pin, .head')) {
      if (each.scrollWidth > each.clientWidth + 1) cut.push([step, each.textContent]);
    }
    for (const row of scene.querySelectorAll('.row')) {
      const rooms = [...row.parentElement.querySelectorAll('.room')].map(room => room.getBoundingClientRect().height);
      if (row.getBoundingClientRect().height > Math.max(...rooms) + 1) cut.push([step, row.dataset.ref]);
    }
  }
  return cut;
}"""


@pytest.mark.parametrize(("language", "name"), [("en", "views"), ("zh", "views"), ("zh", "data"), ("zh", "sigmoid")])
def test_nothing_is_cut_outgrows_its_room_or_scrolls_sideways(
    open_page: Open, link: Callable[[str], str], language: str, name: str
) -> None:
    page = open_page(f"/{language}/{link(FIVE[name])}")
    for width in (320, 390, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CUT) == []


@pytest.mark.parametrize("path", ["/en/play", "/en/p/{id}", "/embed/{id}?lang=en", "/en/steps/{id}", *ERRORS])
def test_every_page_is_light(open_page: Open, link: Callable[[str], str], path: str) -> None:
    page = open_page(path.format(id=link(SIGMOID).removeprefix("p/")))
    page.wait_for_load_state("networkidle")
    loads = page.evaluate(
        """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
                 .map(entry => ({url: entry.name, bytes: entry.encodedBodySize}))"""
    )
    weight = {kind: sum(load["bytes"] for load in loads if kind in load["url"]) for kind in ("", ".css", ".js")}
    assert len(loads) <= 14
    assert weight[""] <= 45 * 1024
    assert weight[".css"] <= 8 * 1024
    assert weight[".js"] <= 12 * 1024
