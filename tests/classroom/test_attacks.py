"""What a student may try in order to be the teacher, to know the votes, to count twice, or to speak for the room."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from inplace_lab.classroom.keys import new_key

from .server import Person, Server, Student, Teacher, events, serving

SCRIPT = "<script>alert(1)</script>"
BROKEN_OUT = '"><img src=x onerror=alert(1)>'
ACTIONS = ("ask", "lock", "run", "reveal", "again", "mark", "clear", "send", "switch", "show", "lead", "end")
PAGES = ("", "/stage", "/screen", "/screen/stage", "/desk", "/desk/stage", "/desk/class", "/desk/counts.csv")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server with the real sandbox."""
    with serving(tmp_path_factory.mktemp("class")) as server:
        yield server


@pytest.mark.parametrize("action", ACTIONS)
def test_nobody_but_the_teacher_presses_a_button(server: Server, lesson: "Lesson", action: str) -> None:
    student = Student(server, lesson.teacher.code, "127.0.1.1")
    for key in ("", new_key(), student.http.cookies.get(f"seat-{student.code}") or ""):
        student.http.cookies.set(f"desk-{student.code}", key)
        answer = student.post(f"/en/room/{student.code}/desk/{action}", value="a", text="?", choice=["a", "b"])
        assert answer.status_code in (403, 429)
    assert _signal(lesson.teacher)["phase"] == "asking"


class Lesson:
    """A room in which a question is open, and one student has voted."""

    def __init__(self, server: Server, address: str) -> None:
        self.teacher = Teacher(server, address)
        self.teacher.ask(source="")
        self.student = Student(server, self.teacher.code, address)
        assert self.student.vote("b").status_code == 303


@pytest.fixture
def lesson(server: Server, request: pytest.FixtureRequest) -> Lesson:
    """A lesson of its own for each test, and each from an address of its own."""
    number = sum(map(ord, request.node.name))
    return Lesson(server, f"127.1.{number % 256}.{number // 256 + 2}")


def test_keys_are_not_guessed(server: Server, lesson: Lesson) -> None:
    guesser = Person(server, "127.0.1.2")
    statuses = []
    for _ in range(60):
        guesser.http.cookies.set(f"desk-{lesson.teacher.code}", new_key())
        statuses.append(guesser.http.get(f"/en/room/{lesson.teacher.code}/desk").status_code)
    assert set(statuses) == {403, 429}
    assert statuses[-1] == 429
    assert lesson.teacher.http.get(f"/en/room/{lesson.teacher.code}/desk").status_code == 200


def test_codes_are_not_tried_one_after_another(server: Server) -> None:
    guesser = Person(server, "127.0.1.3")
    statuses = [guesser.http.get(f"/en/room/AA{a}{b}").status_code for a in "ABCDEF" for b in "ABCDEFGHJK"]
    assert statuses[-1] == 429
    assert 200 not in statuses


@pytest.mark.parametrize("phase", ["asking", "locked"])
def test_no_page_and_no_event_tells_the_votes_before_they_are_revealed(
    server: Server, lesson: Lesson, phase: str
) -> None:
    """Whether somebody voted a or b makes no difference to anything that anybody can fetch."""
    if phase == "locked":
        lesson.teacher.do("lock")
    other = Lesson(server, "127.0.1.4")
    other.student.vote("a")
    if phase == "locked":
        other.teacher.do("lock")
    for path in PAGES:
        one, two = (_plain(*_looked(each, path)) for each in (lesson, other))
        assert one == two
    told = events(lesson.teacher, lesson.teacher.code)
    counts = next(data for name, data in told if name == "counts")
    assert counts["answered"] == 1


def test_one_seat_has_one_vote(lesson: Lesson) -> None:
    for choice in "abab":
        assert lesson.student.vote(choice).status_code == 303
    rows = _revealed(lesson)
    assert ",1,It works,0" in rows
    assert ",1,It raises,1" in rows


def test_who_clears_cookies_has_the_same_seat_where_a_device_has_one(server: Server, lesson: Lesson) -> None:
    lesson.teacher.do("switch", name="one_seat_a_device", on="1")
    again = Student(server, lesson.teacher.code, "127.0.1.5")
    once_more = Student(server, lesson.teacher.code, "127.0.1.5")
    assert again.http.cookies != once_more.http.cookies
    again.vote("a")
    once_more.vote("a")
    assert ",1,It works,1" in _revealed(lesson)


def test_a_vote_that_is_late_or_made_up_counts_nothing(server: Server, lesson: Lesson) -> None:
    stranger = Person(server, "127.0.1.6")
    path = f"/en/room/{lesson.teacher.code}/vote"
    assert stranger.post(path, poll="1", round="1", choice="a").status_code == 403
    stranger.http.cookies.set(f"seat-{lesson.teacher.code}", new_key())
    assert stranger.post(path, poll="1", round="1", choice="a").status_code == 403
    for form in ({"poll": "9"}, {"round": "2"}, {"choice": "z"}, {"choice": ""}, {"poll": "x"}):
        answer = lesson.student.post(f"{path}?part=1", **{"poll": "1", "round": "1", "choice": "a", **form})
        assert answer.status_code in (409, 422), form
    lesson.teacher.do("lock")
    assert lesson.student.post(f"{path}?part=1", poll="1", round="1", choice="a").status_code == 409
    assert ",1,It works,0" in _revealed(lesson, lock=False)


def test_votes_have_a_rate(lesson: Lesson) -> None:
    assert 429 in [lesson.student.vote("a").status_code for _ in range(40)]


def test_a_seat_of_one_room_is_none_in_another(server: Server, lesson: Lesson) -> None:
    other = Lesson(server, "127.0.1.7")
    key = lesson.student.http.cookies.get(f"seat-{lesson.teacher.code}") or ""
    stranger = Person(server, "127.0.1.8")
    stranger.http.cookies.set(f"seat-{other.teacher.code}", key)
    stranger.http.cookies.set(f"desk-{other.teacher.code}", lesson.teacher.http.cookies[f"desk-{lesson.teacher.code}"])
    assert stranger.post(f"/en/room/{other.teacher.code}/vote", poll="1", round="1", choice="a").status_code == 403
    assert stranger.post(f"/en/room/{other.teacher.code}/desk/lock").status_code == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nobody_sends_events(lesson: Lesson, method: str) -> None:
    answer = lesson.student.http.request(method, f"/room/{lesson.student.code}/events", content="event: signal\n\n")
    assert answer.status_code == 405


@pytest.mark.parametrize("field", ["path", "cell", "ref"])
def test_a_place_smuggles_no_event_and_no_address_in(lesson: Lesson, field: str) -> None:
    for smuggled in ("x\n\nevent: signal\ndata: {}", "//evil.example", "javascript:alert(1)", SCRIPT, "lessons/../.."):
        form = {"path": "lessons/storages", "cell": "", "ref": "", field: smuggled}
        answer = lesson.teacher.http.post(f"/en/room/{lesson.teacher.code}/desk/lead", data=form)
        assert answer.status_code == 422
    assert _signal(lesson.teacher)["place"] is None


def test_no_page_of_another_site_votes_or_presses_a_button(lesson: Lesson) -> None:
    headers = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    for person, path in ((lesson.student, "vote"), (lesson.teacher, "desk/end")):
        answer = person.http.post(f"/en/room/{person.code}/{path}", data={"choice": "a"}, headers=headers)  # type: ignore[attr-defined]
        assert answer.status_code == 403
    assert _signal(lesson.teacher)["ended"] is False


def test_keys_are_kept_from_scripts_and_from_the_database(server: Server, lesson: Lesson) -> None:
    answer = Person(server, "127.0.1.9").post("/en/classroom")
    (cookie,) = [each for each in answer.headers.get_list("set-cookie") if each.startswith("desk-")]
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    keys = [each.value or "" for each in (*lesson.teacher.http.cookies.jar, *lesson.student.http.cookies.jar)]
    kept = b"".join(path.read_bytes() for path in server.folder.joinpath("state").iterdir())
    assert not [key for key in keys if len(key) > 20 and key.encode() in kept]
    for path in PAGES:
        page = lesson.teacher.http.get(f"/en/room/{lesson.teacher.code}{path}").text
        assert not [key for key in keys if len(key) > 20 and key in page]


def test_strangers_words_are_words_on_every_page(server: Server) -> None:
    """Names, questions, choices, what a program prints and raises, and its source."""
    source = f"# {SCRIPT}\nprint('''{SCRIPT}{BROKEN_OUT}''')\nraise ValueError('''{SCRIPT}{BROKEN_OUT}''')"
    lead = Teacher(server, "127.0.1.10")
    student = Student(server, lead.code, "127.0.1.10")
    student.post(f"/en/room/{lead.code}/name", name=f"<b>{SCRIPT}"[:24])
    student.post(f"/en/room/{lead.code}/stuck", place=BROKEN_OUT)
    student.post(f"/en/room/{lead.code}/offer", source=source)
    lead.do("ask", text=SCRIPT, choice=[SCRIPT, BROKEN_OUT], source=source)
    lead.do("send", source=source)
    offer = re.search(r'id="offer-([0-9a-f]{16})"', lead.desk())
    assert offer
    lead.do("show", offer=offer[1])
    for action in (None, "lock", "run", "reveal"):
        if action:
            lead.do(action)
        for path in PAGES[:-1]:
            for person in (lead, student):
                page = person.http.get(f"/zh/room/{lead.code}{path}").text
                assert "<script>alert" not in page
                assert "<img src=x" not in page


def test_a_program_does_not_reach_the_server_that_runs_it(server: Server, lesson: Lesson) -> None:
    source = (
        "import socket\n"
        "for address in ('127.0.0.1', '0.0.0.0', 'localhost'):\n"
        "    try:\n"
        f"        socket.create_connection((address, {server.port}), 1)\n"
        "        print('reached')\n"
        "    except OSError as error:\n"
        "        print('refused')\n"
    )
    answer = lesson.student.http.post("/api/v1/runs", json={"source": source})
    assert answer.status_code == 200
    report = answer.json()
    assert "reached" not in report["stdout"]
    assert report["status"] in ("ok", "refused")


def test_a_student_waits_in_a_line_of_their_own(server: Server, lesson: Lesson) -> None:
    """One who sends many programs is refused; another one of the same address is not."""
    slow = "import time\ntime.sleep(1.5)"
    greedy = lesson.student.http
    with ThreadPoolExecutor(6) as pool:
        runs = [pool.submit(greedy.post, "/api/v1/runs", json={"source": f"{slow}\n# {n}"}) for n in range(6)]
        other = Student(server, lesson.teacher.code, "127.0.1.11")
        assert other.http.post("/api/v1/runs", json={"source": "print(1)"}).status_code == 200
        statuses = [run.result().status_code for run in runs]
    assert statuses.count(429) == 4


def test_locked_runs_are_refused_to_students_and_not_to_the_teacher(lesson: Lesson) -> None:
    lesson.teacher.do("switch", name="runs_locked", on="1")
    code = {"source": "print('locked?')"}
    assert lesson.student.http.post("/api/v1/runs", json=code).status_code == 423
    assert lesson.teacher.http.post("/api/v1/runs", json=code).status_code == 200


def _looked(lesson: Lesson, path: str) -> tuple[str, str]:
    person = lesson.teacher if "desk" in path or "screen" in path else Person(lesson.teacher.server, "127.0.1.12")
    return lesson.teacher.code, person.http.get(f"/en/room/{lesson.teacher.code}{path}").text


def _plain(code: str, page: str) -> str:
    """A page without the room's own code, and without how long the question has been open."""
    return re.sub(r'seconds="\d+">\d+:\d\d', "", page).replace(code, "CODE")


def _signal(person: Teacher) -> dict[str, object]:
    name, signal = next(events(person, person.code))
    assert name == "signal"
    return dict(signal)


def _revealed(lesson: Lesson, *, lock: bool = True) -> str:
    if lock:
        lesson.teacher.do("lock")
    lesson.teacher.do("reveal")
    return lesson.teacher.http.get(f"/en/room/{lesson.teacher.code}/desk/counts.csv").text
