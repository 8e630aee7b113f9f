"""A run handed on: as a link, inside a page of another site, as a file from the disk. Each shows the same step."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Frame, Page, Request, expect

Open = Callable[..., Page]
FAILING = """\
import torch

x = torch.linspace(-1.0, 1.0, 4, requires_grad=True)
y = x.sigmoid()
y.mul_(2)
y.sum().backward()
"""
_BOMBS = """async () => {
  const { src } = document.querySelector("script[src*='/js/play.js']");
  const { readFragment, writeFragment } = await import(src.replace("play.js", "fragment.js"));
  const packed = async (text) => {
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    let characters = "";
    for (const byte of bytes) characters += String.fromCharCode(byte);
    return "#c=" + btoa(characters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  };
  const ended = (promise) => promise.then((value) => value, (error) => error.name);
  const said = ["[]", "null", '{"source": 1}', '{"source": "x", "device": "moon"}', '{"source": "x", "seed": -1}'];
  const bomb = `{"source": "${" ".repeat(20_000_000)}"}`;
  const hashes = ["#c=", "#c=%%%", "#c=AAAA", ...(await Promise.all([...said, bomb].map(packed)))];
  const long = writeFragment({ source: "x".repeat(70_000) });
  const read = [await readFragment("#step-3"), await ended(long)];
  return [...read, ...(await Promise.all(hashes.map(readFragment).map(ended)))];
}"""


@pytest.fixture(scope="module")
def id_(server: str) -> str:
    """The link to the failing program."""
    answer = httpx.post(f"{server}/api/v1/permalinks", json={"source": FAILING}, timeout=60)
    assert answer.status_code == 200
    return str(answer.json()["id"])


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Puts a page on another site, and gives its address."""
    handler = partial(_Quiet, directory=str(tmp_path))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()

    def put(page: str) -> str:
        (tmp_path / "index.html").write_text(page)
        return f"http://localhost:{server.server_port}/"

    yield put
    server.shutdown()
    thread.join()
    server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def scene(place: Page | Frame) -> tuple[str, str]:
    """The step that is shown, and its sentence."""
    shown = place.locator("trace-player[data-ready] [data-shown]")
    return shown.locator("h3").inner_text(), shown.locator(".say").inner_text()


def violations(page: Page) -> list[tuple[str, str]]:
    """What axe finds wrong."""
    found = Axe().run(page).response["violations"]
    return [(each["id"], node["html"][:200]) for each in found for node in each["nodes"]]


def frame_of(page: Page) -> Frame:
    """The one frame of a page."""
    page.wait_for_selector("iframe")
    page.wait_for_function("frames.length === 1")
    return page.frames[1]


@pytest.fixture
def linked(open_page: Open, id_: str) -> tuple[str, str]:
    """What the link shows at step 3."""
    page = open_page(f"/en/p/{id_}?step=3")
    page.wait_for_selector("trace-player[data-ready]")
    return scene(page)


def test_a_page_of_another_site_shows_the_same_step_and_learns_how_high_it_is(
    browser: Browser, server: str, id_: str, linked: tuple[str, str], elsewhere: Callable[[str], str]
) -> None:
    context = browser.new_context()
    page = context.new_page()
    heard = (
        """<script>addEventListener("message", ({ data, origin }) => (window.heard = { ...data, origin }))</script>"""
    )
    page.goto(elsewhere(f'{heard}<iframe width="900" height="500" src="{server}/embed/{id_}?lang=en&step=3"></iframe>'))
    frame = frame_of(page)
    frame.wait_for_selector("trace-player[data-ready]")
    assert scene(frame) == linked
    page.wait_for_function("window.heard")
    told = page.evaluate("heard")
    height = frame.evaluate("document.body.getBoundingClientRect().height")
    assert (told["type"], told["id"], told["origin"]) == ("inplace-lab:height", id_, server)
    assert abs(told["height"] - height) <= 1
    expect(frame.get_by_role("link", name="Open in Inplace Lab")).to_be_visible()
    with context.expect_page() as opened:
        frame.get_by_role("link", name="Open in Inplace Lab").click()
    opened.value.wait_for_selector("trace-player[data-ready]")
    assert scene(opened.value) == linked
    context.close()


def test_a_page_of_another_site_cannot_frame_anything_else(
    browser: Browser, server: str, id_: str, elsewhere: Callable[[str], str]
) -> None:
    page = browser.new_page()
    page.goto(elsewhere(f'<iframe src="{server}/en/p/{id_}"></iframe>'))
    assert frame_of(page).locator("trace-player").count() == 0
    page.close()


def test_a_file_from_the_disk_shows_the_same_step_and_asks_for_nothing(
    browser: Browser, server: str, id_: str, linked: tuple[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "kept.html"
    file.write_bytes(httpx.get(f"{server}/p/{id_}.html?lang=en&step=3").content)
    asked: list[str] = []
    complaints: list[str] = []
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.on("request", lambda request: _note(asked, request))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(file.as_uri())
    page.wait_for_selector("trace-player[data-ready]")
    assert scene(page) == linked
    page.get_by_role("button", name="One step forward").click()
    assert scene(page)[0].startswith("Step 4")
    assert (asked, complaints) == ([file.as_uri()], [])
    assert page.evaluate("getComputedStyle(document.querySelector('.ribbon')).position") == "sticky"
    context.close()


def _note(asked: list[str], request: Request) -> None:
    asked.append(request.url)


def test_an_embed_asks_before_it_shows(open_page: Open, browser: Browser, server: str, id_: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{server}/embed/{id_}?ask=1&lang=en&step=3")
    page.get_by_label("It runs to its end.").check()
    page.get_by_role("button", name="Show what happens").click()
    expect(page.get_by_text("What happened")).to_be_visible()
    assert "The backward pass raises an exception." in page.locator(".predicted.wrong").inner_text()
    assert page.locator(".scene").count() > 0
    assert "step=3" in page.url
    page.close()


@pytest.mark.parametrize(
    "query", ["lang=en", "lang=zh&theme=dark", "lang=zh&ask=1", "lang=en&theme=dark&ask=1&answer=ends"]
)
def test_an_embed_is_accessible_and_fits_a_narrow_frame(browser: Browser, server: str, id_: str, query: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 600})
    page.goto(f"{server}/embed/{id_}?{query}")
    page.wait_for_selector("trace-player[data-ready], .predict")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 900, "height": 600})
    assert violations(page) == []
    page.close()


def test_a_link_is_made_without_a_reload_and_names_the_step(open_page: Open) -> None:
    page = open_page("/en/play")
    page.wait_for_selector("trace-player[data-ready]")
    page.evaluate("window.same = true")
    page.get_by_text("Share", exact=True).click()
    expect(page.locator("#whole-link")).to_contain_text("#c=")
    page.get_by_role("button", name="Make a link").click()
    page.wait_for_selector("#link")
    expect(page.locator(".told")).to_have_text("The link is ready.")
    link = page.locator("#link").inner_text()
    assert page.url == link.replace("/p/", "/en/p/")
    assert page.evaluate("window.same")
    page.get_by_role("button", name="One step back").click()
    step = int(page.locator("trace-player .count b").inner_text())
    assert page.locator("#step-link").text_content() == f"{link}?step={step}"
    assert f"step={step}" in (page.locator("#page-file").get_attribute("href") or "")
    assert violations(page) == []
    before = scene(page)
    page.goto(f"{link}?step={step}")
    page.wait_for_selector("trace-player[data-ready]")
    assert scene(page) == before


def test_a_link_that_holds_the_program_needs_no_server_to_keep_it(open_page: Open) -> None:
    page = open_page("/en/play")
    page.locator("#source").fill("x = '你好'  # 😀\nprint(x)\n")
    page.locator("#seed").fill("9223372036854775807")
    page.get_by_text("Share", exact=True).click()
    expect(page.locator("#whole-link")).to_contain_text("#c=")
    link = page.locator("#whole-link").inner_text()
    other = open_page(link)
    expect(other.locator("#source")).to_have_value("x = '你好'  # 😀\nprint(x)\n")
    expect(other.locator("#seed")).to_have_value("9223372036854775807")
    expect(other.locator("#outcome")).to_contain_text("你好")


def test_a_fragment_that_would_grow_without_end_is_refused(open_page: Open) -> None:
    page = open_page("/en/play")
    page.get_by_text("Share", exact=True).click()
    said = page.evaluate(_BOMBS)
    assert said[:2] == [None, "RangeError"]
    assert all(isinstance(each, str) and each.endswith("Error") for each in said[2:]), said
    assert said[-1] == "RangeError"
