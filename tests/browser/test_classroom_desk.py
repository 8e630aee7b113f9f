"""A teacher at the desk and a hall before the projector: a whole question without a reload, and nothing too early."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .waiting import wait_until

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
LAPTOP = {"width": 1440, "height": 900}
HALL = {"width": 1920, "height": 1080}
SMALL_HALL = {"width": 1280, "height": 720}
EVIL = "<img src=x onerror=alert(1)><script>alert(2)</script>"
LONG = "\n".join(f"x{n} = torch.ones({n + 1}, requires_grad=True).sigmoid().mul(2).sum() + {n}" for n in range(60))
PATIENCE = 30_000
"""Milliseconds for what takes a run, or a connection that is tried again."""
_hosts = count(2)


class Room:
    """A room, opened from an address of its own: from one address only a few are opened at once."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._address = f"127.0.1.{next(_hosts)}"
        self._teacher = self._client()
        self.code = self._teacher.post("/en/classroom").headers["location"].split("/")[3]
        self.students = [self._student() for _ in range(2)]

    @property
    def key(self) -> dict[str, Any]:
        """The options of a browser that has the key of the desk."""
        name = f"desk-{self.code}"
        cookie = {"name": name, "value": self._teacher.cookies[name], "domain": "127.0.0.1", "path": "/"}
        return {"storage_state": {"cookies": [cookie], "origins": []}}

    def do(self, act: str, **form: object) -> None:
        """Press a button of the desk, from elsewhere."""
        answer = self._teacher.post(f"/en/room/{self.code}/desk/{act}", data=form)
        assert answer.status_code == 303

    def vote(self, *choices: str, turn: int = 1, poll: int = 1) -> None:
        """Each student votes."""
        for student, choice in zip(self.students, choices, strict=False):
            self._post(student, "vote", poll=poll, round=turn, choice=choice)

    def say(self, act: str, **form: object) -> None:
        """The first student says something."""
        self._post(self.students[0], act, **form)

    def close(self) -> None:
        """Everybody hangs up."""
        for each in (self._teacher, *self.students):
            each.close()

    def _client(self) -> httpx.Client:
        transport = httpx.HTTPTransport(local_address=self._address)
        return httpx.Client(base_url=self._server, transport=transport, headers={"Accept": "text/html"}, timeout=60)

    def _student(self) -> httpx.Client:
        student = self._client()
        assert student.get(f"/en/room/{self.code}").status_code == 200
        return student

    def _post(self, student: httpx.Client, act: str, **form: object) -> None:
        answer = student.post(f"/en/room/{self.code}/{act}", data=form)
        assert answer.status_code == 303


@pytest.fixture
def room(server: str) -> Iterator[Room]:
    room = Room(server)
    yield room
    room.close()


@pytest.fixture
def open_desk(open_page: Open, room: Room) -> Open:
    """Opens the desk, and waits until it is connected."""

    def open_(lang: str = "en", **options: object) -> Page:
        page = open_page(f"/{lang}/room/{room.code}/desk", **{"viewport": LAPTOP, **room.key, **options})
        if options.get("java_script_enabled", True):
            expect(page.locator("#desk-link")).to_have_attribute("data-state", "open", timeout=PATIENCE)
        return page

    return open_


@pytest.fixture
def open_screen(open_page: Open, room: Room) -> Open:
    """Opens the projector's page, in a browser without any key."""

    def open_(lang: str = "en", **options: object) -> Page:
        return open_page(f"/{lang}/room/{room.code}/screen", **{"viewport": HALL, **options})

    return open_


def press(page: Page, step: str, then: str) -> None:
    """Press a step by key, and wait for the one that comes next; the focus is on it then."""
    page.locator(f"#step-{step}").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#step-{then}.coming")).to_be_visible(timeout=PATIENCE)


def fits(page: Page) -> bool:
    """Nothing is to be scrolled, and what stands at the bottom is there."""
    return bool(
        page.evaluate(
            """() => scrollY === 0 && document.documentElement.scrollHeight <= innerHeight
                  && document.documentElement.scrollWidth <= innerWidth
                  && document.querySelector('#screen').getBoundingClientRect().bottom <= innerHeight"""
        )
    )


def size(page: Page, selector: str) -> float:
    """The size of its type, in pixels."""
    return float(page.locator(selector).first.evaluate("element => parseFloat(getComputedStyle(element).fontSize)"))


def test_a_teacher_takes_a_class_through_a_question_without_a_reload(
    open_desk: Open, open_screen: Open, room: Room
) -> None:
    desk, screen = open_desk(), open_screen("zh", color_scheme="dark")
    desk.evaluate("window.stayed = true")
    desk.locator("#find").fill("two-layers what")
    expect(desk.locator("#pick option")).to_have_count(1)
    desk.locator(".pick button.main").click()
    expect(screen.locator(".screen-phase")).to_have_text("请用手机投票", timeout=PATIENCE)
    room.vote("activation", "nothing")
    for page in (desk, screen):
        expect(page.locator("[data-count=answered]")).to_have_text("2", timeout=PATIENCE)
    wait_until(desk, "document.querySelector('[data-progress]').value === 2")
    press(desk, "lock", "run")
    expect(desk.locator("#step-run")).to_be_focused()
    expect(desk.locator("#said")).to_contain_text("The vote is closed.")
    press(desk, "run", "reveal")
    expect(screen.locator(".did-ending")).to_be_visible(timeout=PATIENCE)
    for page in (desk, screen):
        expect(page.locator(".votes")).to_have_count(0)
    press(desk, "reveal", "ask")
    for page in (desk, screen):
        expect(page.locator(".votes-row.right .tag-right")).to_be_visible(timeout=PATIENCE)
        expect(page.locator(".votes-row.right .votes-share")).to_have_text("50\u00a0%")
    press(desk, "again", "lock")
    room.vote("activation", "activation", turn=2)
    press(desk, "lock", "reveal")
    press(desk, "reveal", "ask")
    expect(screen.locator(".twice")).to_be_visible(timeout=PATIENCE)
    assert desk.evaluate("window.stayed")


def test_what_was_typed_stays_until_it_was_asked(open_desk: Open, open_screen: Open, room: Room) -> None:
    desk, screen = open_desk(), open_screen()
    desk.locator("#type summary").click()
    desk.locator("#typed-text").fill(EVIL)
    for at, choice in enumerate((EVIL, " ")):
        desk.locator("[name=choice]").nth(at).fill(choice)
    desk.locator("#typed button.main").click()
    expect(desk.locator("#desk-complaint")).to_have_text("Give two choices at least.")
    room.say("stuck", place="somewhere")
    expect(desk.locator(".spots")).to_have_text("1 somewhere", timeout=PATIENCE)
    assert desk.locator("#typed-text").input_value() == EVIL
    desk.locator("[name=choice]").nth(1).fill("another")
    desk.locator("#typed button.main").click()
    expect(desk.locator("#timer")).to_be_visible()
    for page in (desk, screen):
        expect(page.get_by_text(EVIL).first).to_be_visible(timeout=PATIENCE)
    assert desk.locator("#typed-text").input_value() == ""
    assert desk.locator("#desk-complaint").inner_text() == ""


def test_the_desk_hears_of_the_class_and_shows_a_program_to_all(open_desk: Open, open_screen: Open, room: Room) -> None:
    desk, screen = open_desk(), open_screen()
    room.say("name", name="<b>Kim")
    room.say("offer", source="print('<i>mine')")
    offer = desk.locator(".offers > li")
    expect(offer).to_contain_text("<b>Kim", timeout=PATIENCE)
    offer.locator("summary").click()
    offer.locator("button").click()
    expect(screen.locator("h1")).to_have_text("A student’s program · <b>Kim", timeout=PATIENCE)
    expect(offer.locator("details")).to_have_attribute("open", "")
    desk.locator("#switch-names_muted").click()
    expect(screen.locator("h1")).to_have_text("A student’s program", timeout=PATIENCE)
    room.say("offer", source="")
    expect(screen.locator("h1")).to_have_text("Join with your phone", timeout=PATIENCE)
    expect(desk.locator(".offers")).to_have_count(0, timeout=PATIENCE)


def test_what_does_not_reach_the_server_is_said_and_can_be_done_again(open_desk: Open, room: Room) -> None:
    room.do("ask", text="So?", choice=["yes", "no"])
    desk = open_desk()
    desk.context.set_offline(True)
    desk.locator("#step-lock").click()
    expect(desk.locator("#desk-notice")).to_contain_text("The server does not answer, so this was not done.")
    desk.context.set_offline(False)
    press(desk, "lock", "reveal")
    expect(desk.locator("#desk-notice")).to_have_text("")


def test_what_was_refused_is_said_with_what_to_do(open_desk: Open, room: Room) -> None:
    room.say("offer", source="print(1)")
    desk = open_desk()
    desk.route("**/desk/class*", lambda route: route.abort())
    room.say("offer", source="print(2)")
    desk.locator(".offers button").click()
    expect(desk.locator("#desk-notice")).to_contain_text("The student has taken this program back. Choose another one.")
    expect(desk.locator("#said")).to_contain_text("Choose another one.")
    desk.locator(".offers button").click()
    expect(desk.locator(".on-screen")).to_contain_text("print(2)")
    expect(desk.locator("#desk-notice")).to_have_text("")


def test_the_whole_desk_works_without_javascript(open_desk: Open, open_screen: Open, room: Room) -> None:
    desk = open_desk(java_script_enabled=False)
    desk.locator("#pick").select_option("two-layers/what_z_holds")
    desk.locator(".pick button.main").click()
    room.vote("activation", "nothing")
    for step, then in (("lock", "run"), ("run", "reveal"), ("reveal", "ask")):
        desk.locator(f"#step-{step}").click()
        expect(desk.locator(f"#step-{then}.coming")).to_be_visible(timeout=PATIENCE)
    expect(desk.locator(".votes-row.right")).to_be_visible()
    desk.locator("#switch-runs_locked").click()
    expect(desk.locator("#switch-runs_locked")).to_have_attribute("aria-checked", "true")
    desk.locator(".desk-end summary").click()
    desk.locator(".grave").click()
    expect(desk.locator("h1")).to_have_text(f"Room {room.code} is closed")
    expect(open_screen(java_script_enabled=False).locator("h1")).to_have_text("The room is closed. Thank you.")


@pytest.mark.parametrize("hall", [HALL, SMALL_HALL], ids=["1920 x 1080", "1280 x 720"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_hall_reads_everything_without_scrolling(
    open_screen: Open, room: Room, hall: dict[str, int], lang: str
) -> None:
    screen = open_screen(lang, viewport=hall)
    scale = hall["width"] / HALL["width"]
    assert fits(screen)
    room.do("ask", pick="two-layers/gradient")
    for act in (None, "lock", "run", "reveal"):
        if act:
            room.do(act)
        phase = {"lock": "locked", "run": "ran", "reveal": "revealed"}.get(act or "", "asking")
        expect(screen.locator(f"#screen[data-scene={phase}]")).to_be_visible(timeout=PATIENCE)
        assert fits(screen)
        assert size(screen, ".screen-question") >= (33 if phase == "ran" else 40) * scale
        if phase in ("asking", "locked"):
            assert size(screen, ".stage-code code") >= 26 * scale
        expect(screen.locator(".screen-corner .qr")).to_be_in_viewport(ratio=1)
        expect(screen.locator(".screen-corner .screen-letters")).to_have_text(room.code)


def test_the_longest_question_keeps_its_size_and_scrolls_within(open_screen: Open, room: Room) -> None:
    screen = open_screen()
    room.do("ask", text="why " * 60, choice=["because " * 10] * 6, source=LONG)
    expect(screen.locator("#screen[data-scene=asking]")).to_be_visible(timeout=PATIENCE)
    assert fits(screen)
    assert size(screen, ".stage-code code") >= 26
    for pane in (".screen-code", ".screen-asked"):
        assert screen.locator(pane).evaluate("pane => pane.scrollHeight > pane.clientHeight && pane.scrollLeft === 0")
    expect(screen.locator(".screen-question")).to_be_in_viewport(ratio=1)
    assert size(screen, ".screen-question") >= 40


@pytest.mark.parametrize(("lang", "theme"), [("en", "light"), ("zh", "dark")])
def test_axe_finds_nothing(open_desk: Open, open_screen: Open, room: Room, lang: str, theme: str) -> None:
    room.say("offer", source="print(1)")
    room.say("stuck", place="lessons/two-layers#off step 2")
    pages = [open_desk(lang, color_scheme=theme), open_screen(lang, color_scheme=theme)]
    for acts in ((), ("ask",), ("lock", "run"), ("reveal",)):
        for act in acts:
            room.do(act, **({"text": "So?", "choice": ["yes", "no"], "source": "print(1)"} if act == "ask" else {}))
        phase = {"ask": "asking", "run": "ran", "reveal": "revealed"}.get(acts[-1] if acts else "", "join")
        expect(pages[1].locator(f"#screen[data-scene={phase}]")).to_be_visible(timeout=PATIENCE)
        for page in pages:
            for details in page.query_selector_all("details"):
                details.evaluate("element => element.open = true")
            result = Axe().run(page)
            assert result.violations_count == 0, result.generate_report()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_desk_fits_a_phone_and_is_large_enough_for_a_thumb(open_desk: Open, room: Room, lang: str) -> None:
    room.do("ask", text="x" * 300, choice=["y" * 100, "no"], source=LONG)
    room.say("name", name="W" * 24)
    room.say("offer", source=LONG)
    desk = open_desk(lang)
    for details in desk.query_selector_all("details"):
        details.evaluate("element => element.open = true")
    for width in (320, 390, 768, 1280, 1920):
        desk.set_viewport_size({"width": width, "height": 844})
        assert desk.evaluate("document.documentElement.scrollWidth") <= width
    desk.set_viewport_size({"width": 390, "height": 844})
    for target in desk.query_selector_all("#desk :is(button, a.step, input:not([type=hidden]), select, summary)"):
        if box := target.bounding_box():
            assert box["height"] >= 42, target.inner_html()


def test_a_first_visit_is_light(open_desk: Open, open_screen: Open, server: str) -> None:
    for page in (open_desk(), open_screen()):
        loads = page.evaluate(
            """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
                     .map(entry => ({url: entry.name, bytes: entry.encodedBodySize}))"""
        )
        weight = {kind: sum(load["bytes"] for load in loads if kind in load["url"]) for kind in (".css", ".js")}
        assert all(load["url"].startswith(server) for load in loads)
        assert len(loads) <= 14, [load["url"] for load in loads]
        assert weight[".css"] <= 8 * 1024
        assert weight[".js"] <= 12 * 1024
