"""The doors to a class in a browser: a code is typed, a room opened, and nothing is asked of any other host."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.classroom.nginx import Nginx, program

pytestmark = pytest.mark.browser
Open = Callable[..., Page]

PHONE = {"width": 390, "height": 844}
LANGUAGES = ("en", "zh")
LOOKS = (("en", "light"), ("zh", "dark"))
PATIENCE = 30_000
"""Milliseconds for a connection that is tried again, and for a run."""


def noting_hosts(page: Page, hosts: set[str]) -> None:
    """Write down where each request of a page goes."""
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))


def test_a_whole_question_asks_nothing_of_any_other_host(open_page: Open, server: str) -> None:
    hosts: set[str] = set()
    desk, phone = open_page("/en/classroom"), open_page("/zh/classroom", viewport=PHONE)
    noting_hosts(desk, hosts)
    noting_hosts(phone, hosts)
    desk.get_by_role("button", name="Open a room").click()
    expect(desk.locator("#desk")).to_be_visible()
    code = desk.url.split("/")[-2]
    phone.get_by_label("投影上的四位房间号").fill(f"{code[:2]} {code[2:]}".lower())
    phone.get_by_label("投影上的四位房间号").press("Enter")
    expect(phone).to_have_url(f"{server}/zh/room/{code}")
    wall = desk.context.new_page()
    noting_hosts(wall, hosts)
    wall.goto(f"/room/{code}/screen")
    expect(wall.locator("#screen")).to_contain_text(code)
    ask(desk, code)
    phone.locator("#vote label").first.click()
    expect(phone.locator("#vote-told")).to_contain_text("✓")
    for act in ("lock", "run", "reveal"):
        press(desk, code, act)
    expect(wall.locator("#screen")).to_contain_text("100", timeout=PATIENCE)
    expect(phone.locator("#stage")).to_contain_text("100", timeout=PATIENCE)
    assert hosts == {urlsplit(server).netloc}


def ask(desk: Page, code: str) -> None:
    """Put a question before the class, as a form of the desk does."""
    form = {"text": "Which?", "choice": "one", "source": "print(1)"}
    body = "&".join([*(f"{name}={value}" for name, value in form.items()), "choice=two"])
    post(desk, f"/en/room/{code}/desk/ask", body)


def press(desk: Page, code: str, act: str) -> None:
    """Press a button of the desk."""
    post(desk, f"/en/room/{code}/desk/{act}", "")


def post(desk: Page, path: str, body: str) -> None:
    """Send a form from the page, with its cookies."""
    sent = """([path, body]) => fetch(path, {method: "POST", body, headers: {
        "Content-Type": "application/x-www-form-urlencoded"}}).then(answer => answer.status)"""
    assert desk.evaluate(sent, [path, body]) == 204


def test_a_wrong_code_is_told_where_it_was_typed(open_page: Open) -> None:
    page = open_page("/en/classroom", viewport=PHONE)
    page.get_by_label("The four letters on the wall").fill("kq0m")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("alert")).to_contain_text("“kq0m” is no code of a room")
    field = page.get_by_label("The four letters on the wall")
    expect(field).to_have_value("kq0m")
    expect(field).to_be_focused()
    field.fill("kq")
    assert not field.evaluate("field => field.checkValidity()")


@pytest.mark.parametrize(("language", "theme"), LOOKS)
@pytest.mark.parametrize("path", ["/{}/classroom", "/join?code=KQ0M"])
def test_axe_finds_nothing_at_the_doors(open_page: Open, path: str, language: str, theme: str) -> None:
    page = open_page(path.format(language), color_scheme=theme, locale=language)
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_doors_and_the_header_fit_every_width(open_page: Open, language: str) -> None:
    page = open_page(f"/{language}/classroom")
    for width in (320, 360, 390, 480, 481, 600, 768, 1000, 1001, 1100, 1101, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        places = [box for link in page.query_selector_all(".places a") if (box := link.bounding_box())]
        assert len({round(box["y"]) for box in places}) <= 2, width
        assert min(min(box["width"], box["height"]) for box in places) >= 42, width
        header = page.locator("header.top").bounding_box()
        assert header
        assert header["height"] <= 150, width


def test_the_doors_are_light(open_page: Open) -> None:
    page = open_page("/en/classroom")
    page.wait_for_load_state("networkidle")
    loads = page.evaluate(
        """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
                 .map(entry => ({url: entry.name, bytes: entry.encodedBodySize}))"""
    )
    assert len(loads) <= 14
    for kind, most in ((".css", 8), (".js", 12)):
        assert sum(load["bytes"] for load in loads if kind in load["url"]) <= most * 1024


@pytest.mark.skipif(program() is None, reason="nginx is not installed; scripts/nginx installs it")
def test_a_phone_comes_back_when_the_proxy_does(open_page: Open, server: str) -> None:
    desk = open_page("/en/classroom")
    desk.get_by_role("button", name="Open a room").click()
    expect(desk.locator("#desk")).to_be_visible()
    code = desk.url.split("/")[-2]
    proxy = Nginx(int(server.rpartition(":")[2]))
    proxy.start()
    try:
        phone = open_page(f"{proxy.url}/en/room/{code}", viewport=PHONE)
        connection = phone.locator("#connection")
        expect(connection).to_have_attribute("data-state", "open")
        proxy.stop()
        expect(connection).to_have_attribute("data-state", "connecting")
        ask(desk, code)
        proxy.start()
        expect(connection).to_have_attribute("data-state", "open", timeout=PATIENCE)
        expect(phone.locator("#vote")).to_be_visible(timeout=PATIENCE)
        phone.close()
    finally:
        proxy.remove()
