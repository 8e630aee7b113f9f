"""A class that is led: browsers go where the teacher is, until their readers touch something, and come back at will."""

import itertools
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from inplace_lab.main import create_app
from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.settings import Settings

from .waiting import wait_until

pytestmark = pytest.mark.browser

LESSONS = Path(__file__).parents[1] / "web" / "lessons_for_tests"
COUNTER = "lessons/counter"
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "locale": "zh-CN"}
HALL: dict[str, Any] = {"viewport": {"width": 1920, "height": 1080}, "locale": "zh-CN"}
SMALL: dict[str, Any] = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "color_scheme": "dark"}
PATIENCE = 30_000
"""A page is left after two seconds at most, but a machine may be busy."""
_addresses = itertools.count(1)
LIT = "[...document.querySelectorAll('.lit')].map((each) => each.dataset.ref).join()"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server with the lessons for tests."""
    config = uvicorn.Config(create_app(Settings(lessons_dir=LESSONS), InlineSandbox()), port=0, log_level="warning")
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run)
    with patch("inplace_lab.web.lessons.running.SECONDS", 60.0):
        thread.start()
        while not running.started:
            assert thread.is_alive()
        yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
        running.should_exit = True
        thread.join()


@dataclass
class Class:
    """A room with its teacher, at the lesson, and a way for students, and for anybody else, to come in."""

    code: str
    teacher: Page
    join: Callable[..., Page]
    visit: Callable[..., Page]

    def ask(self, step: str, **form: str | float | bool) -> None:
        """What the teacher does at the desk, in another tab."""
        desk, headers = f"/en/room/{self.code}/desk/{step}", {"Accept": "application/json"}
        answer = self.teacher.request.post(desk, headers=headers, form=form)
        assert answer.ok, answer.text()

    def lead(self) -> None:
        """Press Follow-me, until the server has it."""
        self.teacher.get_by_role("button", name="Follow-me").click()
        expect(self.teacher.locator("#strip[data-leading]")).to_be_visible()

    @property
    def stuck(self) -> str:
        """Where students are stuck, as the desk says it."""
        return self.teacher.request.get(f"/en/room/{self.code}/desk/class", headers={"Accept": "text/html"}).text()


@pytest.fixture
def room(browser: Browser, server: str) -> Iterator[Class]:
    """A room that has just been opened; what a console complains about fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    expect.set_options(timeout=PATIENCE)

    def person(**options: Any) -> Page:
        contexts.append(browser.new_context(base_url=server, **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    address = {"X-Forwarded-For": f"10.0.0.{next(_addresses)}"}  # from one address come few rooms in a short time
    teacher = person(viewport={"width": 1440, "height": 900}, locale="en-US", extra_http_headers=address)
    teacher.goto("/en/classroom")
    teacher.locator("main form[method=post] button").first.click()
    teacher.wait_for_url(re.compile("/desk$"))
    code = teacher.url.split("/")[-2]
    teacher.goto(f"/en/{COUNTER}")

    def join(**options: Any) -> Page:
        page = person(**options)
        page.goto(f"/j/{code}")
        page.wait_for_selector("#room")
        return page

    yield Class(code, teacher, join, person)
    for context in contexts:
        context.close()
    expect.set_options(timeout=5000)
    assert not complaints


def at(page: Page, path: str) -> None:
    """The page has gone there by itself."""
    page.wait_for_url(re.compile(re.escape(path) + "$"))


def count(page: Page, cell: str) -> Any:
    """How the player of a cell counts its steps."""
    return expect(page.locator(f"#cell-{cell} .count"))


def seen(page: Page, selector: str) -> None:
    """An element has come onto the screen."""
    box = f"document.querySelector({selector!r}).getBoundingClientRect()"
    wait_until(page, f"(({{top, bottom}}) => bottom > 60 && top < innerHeight)({box})")


def test_a_class_goes_to_the_page_the_program_the_step_and_what_is_pointed_at(room: Class) -> None:
    student, teacher = room.join(**PHONE), room.teacher
    room.lead()
    at(student, f"/zh/{COUNTER}")
    expect(student.locator("#strip .how")).to_have_text("跟随中")
    teacher.locator("#cell-counts .forth").scroll_into_view_if_needed()
    teacher.locator("#cell-counts .back").click()
    told = teacher.locator("#cell-counts .count").inner_text()
    count(student, "counts").to_have_text(told)
    seen(student, "#cell-counts [data-shown] .say")
    teacher.locator("#cell-counts [data-shown] .row .version").first.hover()
    wait_until(student, f"{LIT} !== ''")
    assert student.evaluate(LIT) == teacher.evaluate(LIT)
    teacher.locator("h1").hover()
    wait_until(student, f"{LIT} === ''")
    teacher.locator("#cell-off").scroll_into_view_if_needed()
    seen(student, "#cell-off")
    teacher.get_by_role("button", name="Follow-me").click()
    expect(student.locator("#strip .how")).to_have_text("你已加入。")


def test_the_projector_shows_what_the_teacher_did_last(room: Class) -> None:
    teacher, hall, beside = room.teacher, room.visit(**HALL), room.teacher.context.new_page()
    hall.goto(f"/zh/room/{room.code}/screen?at=elsewhere")
    beside.goto(f"/en/room/{room.code}/screen")  # in the teacher's own browser, where a strip would lead
    room.lead()
    at(hall, f"/zh/{COUNTER}?at=elsewhere&hall={room.code}")
    at(beside, f"/en/{COUNTER}?hall={room.code}")
    teacher.locator("#cell-counts .back").click()
    for page in (hall, beside):
        count(page, "counts").to_have_text(teacher.locator("#cell-counts .count").inner_text())
        expect(page.get_by_text(room.code, exact=True)).to_be_visible()
        for nothing in ("header.top", "footer.bottom", ".lead", ".stuck", ".run-here", ".onward-form"):
            expect(page.locator(nothing).locator("visible=true")).to_have_count(0)
    hall.evaluate("document.body.appendChild(document.createElement('textarea')).focus()")  # nobody types there
    room.ask("ask", lesson="counter", prediction="backward")
    for step in ("lock", "run", "reveal"):
        at(hall, f"/zh/room/{room.code}/screen?at=elsewhere")
        room.ask(step)
    expect(hall.locator('#screen[data-scene="revealed"]')).to_be_visible()
    teacher.locator("#cell-counts .forth").click()
    at(hall, f"/zh/{COUNTER}?at=elsewhere&hall={room.code}")
    room.ask("clear")
    at(hall, "/screen?at=elsewhere")
    teacher.locator("#cell-counts .back").click()
    at(hall, f"/zh/{COUNTER}?at=elsewhere&hall={room.code}")
    room.ask("end")
    at(hall, "/screen?at=elsewhere")
    expect(hall.locator('#screen[data-scene="closed"]')).to_be_visible()


DEAF = """window.EventSource = class extends EventSource {
  addEventListener(kind, act) { super.addEventListener(kind, (event) => window.deaf || act(event)); }
}"""


def test_a_class_is_led_after_a_vote_that_the_page_takes_for_open(room: Class) -> None:
    """The events of a page may come late: whether the vote is open is the server's to say."""
    teacher, hall = room.teacher, room.visit(**HALL)
    teacher.add_init_script(DEAF)
    teacher.reload()
    hall.goto(f"/zh/room/{room.code}/screen")
    room.lead()
    at(hall, f"/zh/{COUNTER}?hall={room.code}")
    room.ask("ask", lesson="counter", prediction="backward")
    at(hall, f"/zh/room/{room.code}/screen")
    expect(teacher.locator("#strip .how")).to_have_text("The class is at the question.")
    with teacher.expect_response(lambda answer: answer.url.endswith("/desk/lead")) as told:
        teacher.locator("#cell-counts .back").click()
    assert told.value.status == 409
    teacher.evaluate("deaf = true")
    room.ask("lock")
    teacher.locator("#cell-counts .forth").click()
    at(hall, f"/zh/{COUNTER}?hall={room.code}")
    expect(teacher.get_by_role("button", name="Follow-me")).to_have_attribute("aria-pressed", "true")


def test_a_closed_room_is_told_nothing_more(room: Class) -> None:
    room.lead()
    room.ask("end")
    expect(room.teacher.locator("#strip")).to_have_count(0)
    told: list[str] = []
    room.teacher.on("request", lambda request: told.append(request.url))
    for _ in range(3):
        room.teacher.mouse.wheel(0, 400)
        room.teacher.wait_for_timeout(400)
    assert not [url for url in told if url.endswith("/desk/lead")]


def test_the_projector_keeps_an_answer_back_until_the_teacher_shows_it(room: Class) -> None:
    teacher, beside = room.teacher, room.teacher.context.new_page()
    predicted = "localStorage.lessons && JSON.parse(localStorage.lessons).lessons.counter.predictions.backward"
    teacher.get_by_label("It runs to its end, and the gradient is wrong.").check()
    teacher.get_by_role("button", name="That is what I expect").click()
    expect(teacher.locator("#predict-backward .outcome")).to_be_visible()
    beside.goto(f"/en/room/{room.code}/screen")
    room.lead()
    at(beside, f"?hall={room.code}")
    expect(beside.locator("#predict-backward form")).to_be_visible()
    teacher.locator("#predict-backward details:has(trace-player) > summary").click()
    teacher.locator("#predict-backward .back").click()
    expect(beside.locator("#predict-backward .outcome")).to_contain_text("It turned out")
    expect(beside.get_by_text("You said", exact=True)).to_be_hidden()
    expect(beside.locator("#predict-backward .count")).to_have_text(
        teacher.locator("#predict-backward .count").inner_text()
    )
    assert teacher.evaluate(predicted) == {"said": "wrong", "first": False}


def test_who_touches_something_explores_alone_and_rejoins_when_they_like(room: Class) -> None:
    student, teacher = room.join(**SMALL), room.teacher
    room.lead()
    at(student, COUNTER)
    back = teacher.locator("#cell-counts .back")
    back.click()
    count(student, "counts").to_have_text(re.compile("^1 "))
    student.locator("#cell-counts .forth").click()
    expect(student.get_by_role("button", name="Rejoin")).to_be_visible()
    before = student.locator("#cell-counts .count").inner_text()
    teacher.locator("#cell-counts .forth").click()
    teacher.locator("#cell-counts .forth").click()
    expect(student.locator("#strip .how")).to_have_text("exploring · the teacher is at lesson 1, step 3")
    assert student.locator("#cell-counts .count").inner_text() == before
    student.reload()
    expect(student.get_by_role("button", name="Rejoin")).to_be_visible()
    student.goto("/en/play")
    expect(student.locator("#strip .how")).to_contain_text("exploring")
    assert student.evaluate("document.documentElement.scrollWidth") == 320
    student.get_by_role("button", name="Rejoin").click()
    at(student, COUNTER)
    count(student, "counts").to_have_text(re.compile("^3 "))
    expect(student.locator("#strip .how")).to_have_text("following")
    student.locator("#languages a", has_text="中文").click()
    at(student, f"/zh/{COUNTER}")
    expect(student.locator("#strip .how")).to_have_text("跟随中")
    student.go_back()
    expect(student.locator("#strip[data-following]")).to_be_visible()


@pytest.mark.parametrize("act", ["wheel", "key", "tap"])
def test_each_way_of_touching_a_page_is_one(room: Class, act: str) -> None:
    student = room.join(**PHONE)
    room.lead()
    at(student, COUNTER)
    expect(student.locator("#strip[data-following]")).to_be_visible()
    student.locator("#strip .how").click()
    student.keyboard.press("Shift")
    expect(student.locator("#strip[data-following]")).to_be_visible()
    student.mouse.move(200, 400)
    match act:
        case "wheel":
            student.mouse.wheel(0, 40)
        case "key":
            student.keyboard.press("PageDown")
        case "tap":
            student.touchscreen.tap(200, 400)
    expect(student.locator(".rejoin")).to_be_visible()


def test_an_open_question_takes_those_who_follow_and_invites_those_who_explore(room: Class) -> None:
    follower, explorer, teacher = room.join(), room.join(**PHONE), room.teacher
    room.lead()
    for student in (follower, explorer):
        at(student, COUNTER)
        expect(student.locator("#strip[data-following]")).to_be_visible()
    explorer.touchscreen.tap(200, 400)
    expect(explorer.locator(".rejoin")).to_be_visible()
    teacher.get_by_role("button", name="Ask the class").click()
    teacher.wait_for_url(re.compile("/desk"))
    at(follower, f"/room/{room.code}")
    expect(explorer.locator("#strip .how")).to_have_text("有一道题等你作答。")
    explorer.get_by_role("link", name="作答").click()
    at(explorer, f"/room/{room.code}")
    teacher.goto(f"/en/{COUNTER}")
    expect(teacher.locator("#strip .how")).to_have_text("The class is at the question.")
    teacher.locator("#cell-counts .back").click()
    teacher.wait_for_timeout(600)
    for step in ("lock", "run", "reveal"):
        room.ask(step)
    assert follower.url.endswith(f"/room/{room.code}")
    teacher.locator("#cell-counts .forth").click()
    for student in (follower, explorer):
        at(student, COUNTER)
    room.ask("lead")
    expect(teacher.get_by_role("button", name="Follow-me")).to_have_attribute("aria-pressed", "false")


def test_a_class_follows_what_the_teacher_runs_in_the_playground(room: Class) -> None:
    student, teacher = room.join(**PHONE), room.teacher
    teacher.goto("/en/play")
    room.lead()
    student.wait_for_url(re.compile("/zh/p/[0-9a-f]{10}$"))
    first = student.url
    teacher.locator("trace-player .back").click()
    expect(student.locator("trace-player .count")).to_have_text(teacher.locator("trace-player .count").inner_text())
    teacher.fill("#source", "import torch\nx = torch.ones(3)\nx.add_(1)\n")
    teacher.locator("#source").press("Control+Enter")
    expect(teacher.locator("trace-player .count")).to_have_text(re.compile("/ 2"))
    teacher.locator("trace-player .back").click()
    student.wait_for_url(lambda url: url != first)
    expect(student.locator("trace-player .count")).to_have_text(re.compile("1 / 2"))


def test_a_raised_hand_says_where_and_can_be_taken_down(room: Class) -> None:
    student = room.join()
    student.goto(f"/en/{COUNTER}")
    expect(student.locator("#strip[data-state=open]")).to_be_visible()
    student.locator("#cell-counts .back").click()
    hand = student.get_by_role("button", name="I am stuck")
    hand.click()
    expect(hand).to_have_attribute("aria-pressed", "true")
    expect(student.locator("#strip .how")).to_have_text("The teacher sees where you are stuck, but not who you are.")
    assert "counts" in room.stuck
    student.reload()
    expect(hand).to_have_attribute("aria-pressed", "true")
    hand.click()
    expect(hand).to_have_attribute("aria-pressed", "false")
    assert "counts" not in room.stuck


def test_the_strip_goes_with_its_room_and_never_stands_for_one_that_is_not_there(room: Class, server: str) -> None:
    student = room.join()
    student.goto(f"/en/{COUNTER}")
    expect(student.locator("#strip[data-state=open]")).to_be_visible()
    room.ask("end")
    for page in (student, room.teacher):
        expect(page.locator("#strip")).to_have_count(0)
    wait_until(student, "fetch(location.href).then((a) => a.text()).then((t) => !t.includes('id=\"strip\"'))")
    student.context.add_cookies([{"name": "seat-ABCD", "value": "x", "url": server}])
    student.reload()
    expect(student.locator("#strip")).to_have_count(0)


def test_a_strip_adds_little_to_a_page_and_nothing_to_those_without(room: Class) -> None:
    student = room.join(**SMALL)
    loaded: list[str] = []
    student.on("request", lambda request: loaded.append(request.url))
    student.goto(f"/en/{COUNTER}")
    expect(student.locator("#strip[data-state=open]")).to_be_visible()
    names = sorted(url.split("/")[-1] for url in loaded if "room/" in url or url.endswith("strip.css"))
    assert names == ["along.js", "events", "events.js", "follow.js", "place.js", "strip.css", "strip.js"]
    student.context.clear_cookies()
    loaded.clear()
    student.reload()
    student.wait_for_selector("#lesson")
    assert not [url for url in loaded if "room/" in url or "strip" in url]


@pytest.mark.parametrize("options", [{}, PHONE, SMALL])
def test_the_strip_is_for_everybody(room: Class, options: dict[str, Any]) -> None:
    student = room.join(**options)
    room.lead()
    at(student, COUNTER)
    expect(student.locator("#strip[data-following]")).to_be_visible()
    student.keyboard.press("PageDown")
    expect(student.locator(".rejoin")).to_be_visible()
    for page in (student, room.teacher):
        found = Axe().run(page, context="#strip").response["violations"]
        assert [violation["id"] for violation in found] == []
        size = "[...document.querySelectorAll('#strip :is(button, .button)')].filter((e) => e.checkVisibility())"
        assert all(side >= 44 for side in page.evaluate(f"{size}.flatMap((e) => [e.offsetWidth, e.offsetHeight])"))


def test_without_a_script_the_strip_leads_to_the_room(room: Class) -> None:
    student = room.join(java_script_enabled=False)
    student.goto(f"/en/{COUNTER}")
    student.get_by_role("button", name="I am stuck").click()
    assert student.url.endswith(f"/en/room/{room.code}")
    student.goto("/en/lessons")
    student.locator("#strip a").first.click()
    assert student.url.endswith(f"/en/room/{room.code}")
