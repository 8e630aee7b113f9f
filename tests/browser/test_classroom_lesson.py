"""A whole lesson in a classroom: a teacher who reads English at a laptop, the hall's projector, a student with a phone
who reads Chinese. INPLACE_LAB_PHOTOGRAPHS names a folder for pictures of it."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

pytestmark = pytest.mark.browser

PATIENCE = 45_000
"""Milliseconds for what takes a run and a page, on a busy machine."""
LAPTOP = {"width": 1440, "height": 900}
HALL = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}
LESSON = "two-layers"
ALL = re.compile(r"100\s?%")
MENDED = "import torch\n\nx = torch.ones(3, requires_grad=True)\ny = x.exp() + 1\ny.sum().backward()\nprint(x.grad)\n"


@dataclass
class People:
    """Those who are in the room, and what their consoles and their requests say."""

    browser: Browser
    server: str
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def person(self, size: dict[str, int], locale: str, **options: object) -> Page:
        """Somebody with a browser of their own."""
        context = self.browser.new_context(base_url=self.server, viewport=size, locale=locale, **options)  # type: ignore[arg-type]
        self.contexts.append(context)
        context.on("request", self._note)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self.server, "data:", "blob:")):
            self.elsewhere.append(request.url)


@pytest.fixture
def people(browser: Browser, server: str) -> Iterator[People]:
    """A classroom: nothing goes wrong in a page, and no page asks any other host."""
    people = People(browser, server)
    expect.set_options(timeout=PATIENCE)
    yield people
    expect.set_options(timeout=5000)
    for context in people.contexts:
        context.close()
    assert not people.complaints
    assert not people.elsewhere


@pytest.fixture
def photograph() -> Callable[[Page, str], None]:
    """Keeps a picture of a page where somebody wants to look at it."""
    folder = os.environ.get("INPLACE_LAB_PHOTOGRAPHS")

    def photograph(page: Page, name: str) -> None:
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png")

    return photograph


def test_a_whole_lesson_is_taught(people: People, photograph: Callable[[Page, str], None]) -> None:
    address = {"X-Forwarded-For": "10.1.0.1"}
    teacher = people.person(LAPTOP, "en-US", extra_http_headers=address)
    teacher.goto("/classroom")
    photograph(teacher, "1-classroom")
    teacher.get_by_role("button", name="Open a room").click()
    teacher.wait_for_url(re.compile(r"/en/room/\w{4}/desk"))
    code = teacher.url.split("/")[-1 - 1]

    hall = people.person(HALL, "en-US")
    hall.goto(f"/en/room/{code}/screen")
    expect(hall.locator("body")).to_contain_text(code)
    photograph(hall, "2-hall-idle")

    student = people.person(PHONE, "zh-CN", has_touch=True)
    student.goto(f"/j/{code}")
    student.wait_for_url(re.compile(f"/zh/room/{code}"))
    expect(teacher.locator("[data-count=here]")).to_have_text("1")
    photograph(teacher, "2-desk-idle")
    photograph(student, "2-phone-idle")

    _follow(teacher, student, code, photograph)
    _ask(teacher, student, hall, photograph)
    _vote_again(teacher, student, hall, photograph)
    _repair(teacher, student, hall, photograph)

    teacher.locator(".desk-end summary").click()
    teacher.get_by_role("button", name="Close it for good").click()
    expect(teacher.locator("#closed")).to_be_visible()
    expect(student.locator("#phase")).to_have_text("课堂已结束")
    expect(hall.locator("body")).to_contain_text("closed")
    photograph(student, "9-phone-closed")
    photograph(hall, "9-hall-closed")


def _follow(teacher: Page, student: Page, code: str, photograph: Callable[[Page, str], None]) -> None:
    """The teacher goes to a lesson and steps through a program; the phone follows, in Chinese."""
    teacher.goto(f"/en/lessons/{LESSON}")
    teacher.get_by_role("button", name="Follow-me").click()
    student.wait_for_url(re.compile(f"/zh/lessons/{LESSON}"))
    player = teacher.locator("trace-player").first
    player.scroll_into_view_if_needed()
    player.locator(".forth").click()
    step = player.locator(".count b").text_content()
    cell = player.locator("xpath=ancestor::article").get_attribute("id")
    expect(student.locator(f"#{cell} trace-player .count b")).to_have_text(step or "?")
    photograph(teacher, "3-teacher-leads")
    photograph(student, "3-phone-follows")


def _ask(teacher: Page, student: Page, hall: Page, photograph: Callable[[Page, str], None]) -> None:
    """A prediction of the lesson is asked: the phone comes to the room by itself, and votes."""
    teacher.get_by_role("button", name="Ask the class").first.click()
    teacher.wait_for_url(re.compile("/desk"))
    student.wait_for_url(re.compile("/zh/room/"))
    expect(hall.locator("body")).to_contain_text("0/1 answered")
    student.locator("#vote input[type=radio]").first.check(force=True)
    expect(teacher.locator("[data-count=answered]").first).to_have_text("1")
    photograph(student, "4-phone-voted")
    photograph(hall, "4-hall-asking")
    photograph(teacher, "4-desk-asking")
    _press(teacher, "lock", "run")
    _press(teacher, "run", "reveal")
    expect(student.locator("trace-player, .ending").first).to_be_visible()
    expect(hall.locator("trace-player, .ending").first).to_be_visible()
    photograph(hall, "5-hall-ran")
    photograph(student, "5-phone-ran")
    assert "100" not in (student.locator("#stage").text_content() or "")
    teacher.locator("#step-reveal").click()
    expect(hall.locator("body")).to_contain_text(ALL)
    expect(student.locator("#stage")).to_contain_text(ALL)
    photograph(hall, "6-hall-revealed")
    photograph(student, "6-phone-revealed")
    photograph(teacher, "6-desk-revealed")


def _vote_again(teacher: Page, student: Page, hall: Page, photograph: Callable[[Page, str], None]) -> None:
    """A second vote stands beside the first."""
    teacher.locator("#step-again").click()
    expect(student.locator("#vote input[name=round]")).to_have_value("2")
    student.locator("#vote input[type=radio]").last.check(force=True)
    expect(teacher.locator("[data-count=answered]").first).to_have_text("1")
    teacher.locator("#step-lock").click()
    expect(teacher.locator("#step-reveal")).to_be_enabled()
    teacher.locator("#step-reveal").click()
    expect(hall.locator("body")).to_contain_text("→")
    photograph(hall, "7-hall-second-vote")
    photograph(student, "7-phone-second-vote")


def _repair(teacher: Page, student: Page, hall: Page, photograph: Callable[[Page, str], None]) -> None:
    """The teacher sends a program; the student repairs it, runs it, and has it shown to all."""
    teacher.locator(".desk-send summary").click()
    teacher.locator("#send-source").fill(MENDED.replace("x.exp() + 1", "x.exp()\ny.add_(1)"))
    teacher.get_by_role("button", name="Send to all").click()
    student.locator("#program-form textarea").fill(MENDED)
    student.locator("#program-form button.main").click()
    expect(student.locator("#result")).to_contain_text("程序运行完毕")
    student.locator("#program-form .offer").click()
    teacher.get_by_role("button", name="Show on the projector").click()
    expect(hall.locator("body")).to_contain_text("x.exp() + 1")
    student.locator(".stuck button:visible").first.click()
    expect(teacher.locator("#desk-class .tally.some")).to_have_text("1")
    photograph(hall, "8-hall-student-program")
    photograph(student, "8-phone-program")
    photograph(teacher, "8-desk-class")


def _press(teacher: Page, step: str, then: str) -> None:
    teacher.locator(f"#step-{step}").click()
    expect(teacher.locator(f"#step-{then}.coming")).to_be_visible()
