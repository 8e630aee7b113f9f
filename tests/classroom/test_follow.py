"""Whoever is in a room is known on every page, by cookies alone and never as somebody else, and follows the teacher."""

import asyncio
import html
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
import pytest

from inplace_lab.classroom import keyring
from inplace_lab.classroom.ledger import Ledger
from inplace_lab.classroom.people import Desk
from inplace_lab.classroom.state import Place, RoomState, lead
from inplace_lab.errors import RoomUnavailable
from inplace_lab.lessons.shelf import Shelf, course
from inplace_lab.main import assemble
from inplace_lab.runs.client import Client
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.settings import Settings
from inplace_lab.web.lessons.drawing import Drawing
from inplace_lab.web.lessons.places import ids_of
from inplace_lab.web.moments import _Page
from inplace_lab.web.services import Services
from tests.web.fakes import FakeLab, FakeRuns

LESSONS = Path(__file__).parents[1] / "web" / "lessons_for_tests"
COUNTER = "/en/lessons/counter"
REPAIRED = (LESSONS / "01-counter" / "repaired.py").read_text()
PAGE = {"Accept": "text/html"}
ADDRESS = "127.0.0.1"
STRIP = '<aside class="strip" id="strip"'
ASK = '<form class="ask-class"'


@dataclass
class School:
    """An app with a room in it, and browsers: one of the teacher, one of a student, one of somebody else."""

    services: Services
    desk: Desk
    teacher: httpx.AsyncClient
    student: httpx.AsyncClient
    stranger: httpx.AsyncClient

    @property
    def runs(self) -> FakeRuns:
        """What was run on whose account."""
        assert isinstance(self.services.runs, FakeRuns)
        return self.services.runs

    async def account_of(self, browser: httpx.AsyncClient) -> Client:
        """On whose account a browser has something run."""
        assert (await browser.post("/api/v1/runs", json={"source": "1"})).status_code == 200
        return self.runs.asked[-1][0]


@asynccontextmanager
async def school(settings: Settings, runs: Any = None) -> AsyncIterator[School]:
    """A room that is open, for the length of a test."""
    services = Services(settings, runs or FakeRuns(), FakeLab(None))  # type: ignore[arg-type]
    app = assemble(services)

    def browser(**cookies: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", cookies=cookies)

    async with app.router.lifespan_context(app):
        room, key = await services.rooms.open("teacher")
        _, own = await services.rooms.sit(room.code, "phone")
        teacher, student = browser(**{f"desk-{room.code}": key}), browser(**{f"seat-{room.code}": own})
        yield School(services, Desk(room.code), teacher, student, browser())


def at_school(test: Callable[[School], Any], runs: Any = None, **settings: Any) -> None:
    """Run an async test in a room."""

    async def run(folder: str) -> None:
        async with school(Settings(lessons_dir=LESSONS, state_dir=Path(folder), **settings), runs) as there:
            await test(there)

    with patch("inplace_lab.web.lessons.running.SECONDS", 60.0), tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(folder))


def test_the_strip_is_where_a_cookie_says_so_and_nowhere_else() -> None:
    async def check(there: School) -> None:
        code = there.desk.room
        for path in ("/en/lessons", COUNTER, "/zh/play", "/en/search", "/en/nothing"):
            for browser, role in ((there.teacher, "desk"), (there.student, "student")):
                page = (await browser.get(path, headers=PAGE)).text
                assert page.count(STRIP) == 1, path
                assert f"""data-code="{code}" data-role="{role}" data-lessons='{{"copies": 2, "counter": 1}}'""" in page
            page = (await there.stranger.get(path, headers=PAGE)).text
            assert "strip" not in page, path
        for browser in (there.teacher, there.student):
            assert STRIP not in (await browser.get(f"/en/room/{code}", headers=PAGE)).text

    at_school(check)


def test_the_strip_needs_no_database() -> None:
    async def check(there: School) -> None:
        away = AssertionError("the database was asked")
        with patch.object(Ledger, "read", side_effect=away), patch.object(Ledger, "room", side_effect=away):
            for browser in (there.teacher, there.student):
                assert STRIP in (await browser.get("/en/lessons")).text

    at_school(check)


def test_of_several_rooms_the_one_that_was_joined_last_is_shown() -> None:
    async def check(there: School) -> None:
        async def shown(cookies: str) -> str:
            return (await there.stranger.get("/en/lessons", headers={"Cookie": cookies})).text

        assert 'data-code="EFGH"' in await shown("seat-ABCD=1; lang=en; seat-EFGH=2")
        assert 'data-code="JKMN" data-role="desk"' in await shown("seat-ABCD=1; desk-JKMN=3; seat-EFGH=2")
        assert STRIP not in await shown("seat-ABC=1; seat-abcd=1; xseat-ABCD=1")

    at_school(check)


@pytest.mark.parametrize(
    ("path", "leads"), [(COUNTER, True), ("/en/play", True), ("/zh/", False), ("/zh/lessons", False)]
)
def test_a_class_is_led_from_where_it_can_be_led_to(path: str, leads: bool) -> None:
    async def check(there: School) -> None:
        assert ('class="lead ' in (await there.teacher.get(path)).text) is leads
        assert 'class="lead ' not in (await there.student.get(path)).text

    at_school(check)


def test_a_teacher_asks_the_class_from_the_lesson() -> None:
    async def check(there: School) -> None:
        for browser in (there.student, there.stranger):
            assert ASK not in (await browser.get(COUNTER)).text
        lesson = (await there.teacher.get(COUNTER)).text
        form = html.unescape(lesson[lesson.index(ASK) :])
        action = re.search(r'action="([^"]+)"', form)
        assert action is not None
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', form))
        answer = await there.teacher.post(action[1], data=fields, headers=PAGE)
        assert (answer.status_code, answer.headers["location"][:18]) == (303, f"/en/room/{there.desk.room}/desk")
        room = await there.services.rooms.room(there.desk.room, "")
        assert room.state.poll is not None
        assert (room.state.poll.question.lesson, room.state.poll.question.prediction) == ("counter", "backward")
        said = await there.teacher.post(f"{COUNTER}/predict/backward", data={"choice": "runs"}, headers=PAGE)
        assert ASK in said.text

    at_school(check)


def test_runs_count_for_the_teacher_for_the_student_and_else_for_the_address() -> None:
    async def check(there: School) -> None:
        code = there.desk.room
        assert (await there.account_of(there.teacher)).line == there.desk.client().line
        student = await there.account_of(there.student)
        assert (student.group, student.first, student.may_run) == (code, False, True)
        assert student.quota is not None
        assert (student.quota.name, student.quota.policy) == (student.line, "seat")
        assert student.line.startswith(f"{code}, student ")
        assert (await there.account_of(there.stranger)).line == ADDRESS
        await there.services.rooms.teaching.switch(there.desk, "runs_locked", on=True)
        assert not (await there.account_of(there.student)).may_run
        assert (await there.account_of(there.teacher)).may_run
        assert (await there.account_of(there.stranger)).line == ADDRESS

    at_school(check)


def test_a_key_of_nobody_or_of_a_closed_room_counts_for_its_address() -> None:
    async def check(there: School) -> None:
        code = there.desk.room
        key = there.student.cookies[f"seat-{code}"]
        for cookie in (f"seat-{code}={key}x", f"desk-{code}={key}", f"seat-{code}=", "seat-ABCD=x"):
            answer = await there.stranger.post("/api/v1/runs", json={"source": "1"}, headers={"Cookie": cookie})
            assert answer.status_code == 200
            assert there.runs.asked[-1][0].line == ADDRESS, cookie
        assert (await there.account_of(there.student)).line != ADDRESS
        await there.services.rooms.teaching.end(there.desk)
        for browser in (there.teacher, there.student):
            assert (await there.account_of(browser)).line == ADDRESS

    at_school(check)


def test_a_run_asks_the_database_nothing_while_the_class_is_there() -> None:
    async def check(there: School) -> None:
        watching = there.services.rooms.watch(there.desk.room)
        await anext(watching)
        known = [await there.account_of(browser) for browser in (there.teacher, there.student)]
        with patch.object(Ledger, "read", side_effect=AssertionError):
            assert [await there.account_of(browser) for browser in (there.teacher, there.student)] == known
        await watching.aclose()  # type: ignore[attr-defined]

    at_school(check)


def test_a_database_that_is_away_stops_no_run() -> None:
    async def check(there: School) -> None:
        student = await there.account_of(there.student)
        with patch.object(Ledger, "read", side_effect=RoomUnavailable):
            assert await there.account_of(there.student) == student
            assert (await there.account_of(there.teacher)).line == ADDRESS
        assert (await there.account_of(there.teacher)).line == there.desk.client().line

    at_school(check)


def test_a_database_that_hangs_stops_no_run() -> None:
    async def hang(*_: object) -> None:
        await asyncio.Event().wait()

    async def check(there: School) -> None:
        with patch.object(Ledger, "read", hang), patch("inplace_lab.web.clients.PATIENCE", 0.1):
            assert (await there.account_of(there.student)).line == ADDRESS

    at_school(check)


def test_a_room_that_got_the_code_of_an_earlier_one_has_none_of_its_students() -> None:
    async def check(there: School) -> None:
        rooms, code = there.services.rooms, there.desk.room
        key = there.student.cookies[f"seat-{code}"]
        assert await rooms.keyring.seat(code, key) is not None
        later = (await rooms.teaching.switch(there.desk, "names_muted", on=True)).opened + 1
        with patch("inplace_lab.classroom.room_rows.now", return_value=later + 25 * 3600):
            await rooms.open("somebody")
        with (
            patch("inplace_lab.classroom.rooms.new_code", return_value=code),
            patch("inplace_lab.classroom.room_rows.now", return_value=later),
            patch("inplace_lab.classroom.ledger.STALE_SECONDS", 0.0),
        ):
            await rooms.open("somebody else")
            assert await rooms.keyring.seat(code, key) is None
            assert not (await rooms.room(code, "")).state.names_muted

    at_school(check)


def test_only_so_many_keys_are_remembered_and_all_of_them_are_right() -> None:
    async def check(there: School) -> None:
        rooms, code = there.services.rooms, there.desk.room
        with patch.object(keyring, "MOST", 3):
            seats = [await rooms.sit(code, f"phone {n}") for n in range(8)]
            for _ in range(2):
                for seat, key in seats:
                    assert await rooms.keyring.seat(code, key) == seat
            assert len(rooms.keyring._holders) == 3

    at_school(check)


def test_on_a_server_for_one_class_a_lock_holds_for_everybody_but_the_teacher() -> None:
    async def check(there: School) -> None:
        rooms = there.services.rooms
        room, claim = await rooms.open_own()
        code, key = await rooms.claim(claim, "")
        there.teacher.cookies.set(f"desk-{code}", key)
        run = {"source": "import torch\nprint(torch.ones(2))"}
        assert (await there.stranger.post("/api/v1/runs", json=run)).status_code == 200
        await rooms.teaching.switch(Desk(room.code), "runs_locked", on=True)
        other = {"source": "print('another')"}
        assert (await there.stranger.post("/api/v1/runs", json=run)).status_code == 200
        for browser in (there.stranger, there.student):
            answer = await browser.post("/api/v1/runs", json=other)
            assert (answer.status_code, answer.json()["code"]) == (423, "runs-locked")
        assert (await there.teacher.post("/api/v1/runs", json=other)).status_code == 200
        await rooms.teaching.switch(Desk(room.code), "runs_locked", on=False)
        assert (await there.stranger.post("/api/v1/runs", json={"source": "2"})).status_code == 200

    at_school(check, RunService(InlineSandbox(), Settings()), anyone_opens_rooms=False)


def test_a_teacher_sees_how_far_an_exercise_is_and_nobody_elses_try_counts() -> None:
    async def check(there: School) -> None:
        teaching = there.services.rooms.teaching

        async def tried(browser: httpx.AsyncClient, source: str) -> list[tuple[int, int, dict[str, int]]]:
            answer = await browser.post(f"{COUNTER}/exercise/repair?part=1", data={"source": source}, headers=PAGE)
            assert answer.status_code == 200
            return [(each.tried, each.passed, dict(each.failing)) for each in await teaching.progress(there.desk)]

        assert await tried(there.stranger, REPAIRED) == []
        assert await tried(there.student, "import os\n") == [(1, 0, {"gate": 1})]
        assert await tried(there.student, REPAIRED.replace("mul(2)", "mul(3)")) == [(1, 0, {"same": 1})]
        with patch.object(Ledger, "write", side_effect=RoomUnavailable):
            assert await tried(there.student, REPAIRED) == [(1, 0, {"same": 1})]
        assert await tried(there.student, REPAIRED) == [(1, 1, {})]
        hint = await there.student.post(f"{COUNTER}/exercise/repair", data={"source": "", "do": "hint"}, headers=PAGE)
        assert hint.status_code == 200
        assert [each.passed for each in await teaching.progress(there.desk)] == [1]

    at_school(check, RunService(InlineSandbox(), Settings()))


@pytest.fixture
def drawings() -> Iterator[list[Drawing]]:
    """Every drawing of a lesson that was made."""
    made: list[Drawing] = []
    its = Drawing.sections

    def sections(self: Drawing) -> Any:
        made.append(self)
        return its(self)

    with patch.object(Drawing, "sections", sections):
        yield made


def test_a_lesson_that_a_class_opens_at_once_is_drawn_once(drawings: list[Drawing]) -> None:
    async def check(there: School) -> None:
        await there.student.get(COUNTER)
        drawings.clear()
        with patch("inplace_lab.web.moments.time.monotonic", return_value=1e9):
            pages = await asyncio.gather(*(there.student.get(COUNTER) for _ in range(30)))
            assert len(drawings) == 1
            assert len({page.text for page in pages}) == 1
            plain = await there.student.get(COUNTER, headers={"Accept-Encoding": "identity"})
            assert "content-encoding" not in plain.headers
            assert plain.text == pages[0].text
            assert len(drawings) == 1
        assert {page.headers["content-encoding"] for page in pages} == {"gzip"}
        assert {page.headers["vary"] for page in pages} == {"Cookie, Accept-Encoding"}
        assert {page.headers["content-type"] for page in pages} == {"text/html; charset=utf-8"}

    at_school(check)


def test_nobody_is_shown_a_page_that_was_drawn_for_another_reader(tmp_path: Path) -> None:
    async def check(there: School) -> None:
        folder = tmp_path / "lessons"
        shutil.copytree(LESSONS, folder)
        there.services.bookshelf.own = folder
        code = there.desk.room
        with patch("inplace_lab.web.moments.time.monotonic", return_value=1e9):
            student, teacher = await there.student.get(COUNTER), await there.teacher.get(COUNTER)
            assert (ASK in student.text, ASK in teacher.text) == (False, True)
            assert f'data-code="{code}"' not in (await there.stranger.get(COUNTER)).text
            assert 'data-theme="dark"' in (await there.stranger.get(COUNTER, headers={"Cookie": "theme=dark"})).text
            assert 'lang="zh' in (await there.stranger.get("/zh/lessons/counter")).text
            assert 'id="deck"' in (await there.stranger.get(f"{COUNTER}?present")).text
            assert 'id="deck"' not in (await there.stranger.get(COUNTER)).text
            said = await there.stranger.post(f"{COUNTER}/predict/backward", data={"choice": "runs"}, headers=PAGE)
            assert "moved the counter" in said.text
            assert "moved the counter" not in (await there.stranger.get(COUNTER)).text
            words = folder / "01-counter" / "en.md"
            words.write_text(words.read_text().replace("is a name for some memory", "is a label"))
            assert "is a label" in (await there.stranger.get(COUNTER)).text

    at_school(check)


def test_a_class_that_is_led_to_a_program_or_through_it_has_each_page_drawn_once() -> None:
    async def check(there: School) -> None:
        source = {"source": "import torch\nx = torch.ones(3)\nfor _ in range(30):\n    x.add_(1)\n"}
        link = (await there.teacher.post("/api/v1/permalinks", json=source)).json()["id"]
        page = await there.student.get(f"/en/p/{link}")
        more = re.search(r'data-more="([^"]+)"', page.text)
        assert more is not None
        for path in (f"/en/p/{link}", f"{more[1]}?from=20"):
            with (
                patch("inplace_lab.web.moments.time.monotonic", return_value=1e9),
                patch("inplace_lab.web.moments._Page.of", side_effect=_counted(made := [])),
            ):
                pages = await asyncio.gather(*(there.student.get(path) for _ in range(20)))
            assert len(made) == 1, path
            assert {each.status_code for each in pages} == {200}
            assert len({each.text for each in pages}) == 1
        assert (await there.student.get(f"{more[1]}?from=99")).status_code == 404

    at_school(check, RunService(InlineSandbox(), Settings()))


def _counted(made: list[Any]) -> Callable[[Any], Any]:
    its = _Page.of

    def of(response: Any) -> Any:
        made.append(response)
        return its(response)

    return of


def test_the_course_of_the_house_has_places_that_a_class_can_be_led_to() -> None:
    for lesson in Shelf.of(course(None)).lessons:
        for ids in ids_of(lesson, "en").values():
            for cell in (each.removeprefix("cell-") for each in ids):
                place = Place(path=f"lessons/{lesson.slug}", cell=cell, step=0, ref="s1 t2")
                assert lead(RoomState(), place).place == place
