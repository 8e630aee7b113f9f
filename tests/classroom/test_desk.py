"""The desk and the projector: every step in its time, nothing before it, and nobody but the teacher may take one."""

import csv
import re
import time
from collections.abc import Iterator
from html import unescape
from itertools import product
from pathlib import Path

import pytest

from inplace_lab.classroom.people import Seat
from inplace_lab.errors import Busy, LabError, SandboxBroken
from inplace_lab.main import assemble
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.settings import Settings
from inplace_lab.web.services import Services
from tests.web.client import Client
from tests.web.fakes import FakeLab

from .test_student import ANSWERS, NASTY, PREDICTED, TYPED, Somebody

ASIDE = {"text": "Which do you like?", "choice": ["this", "that"]}
ACTS = ("ask", "lock", "run", "reveal", "again", "mark", "clear", "send", "switch", "show", "lead", "end")
SHOWN = ("/desk", "/desk/stage", "/screen", "/screen/stage")
PICK = re.compile(r'<option value="([\w-]+/\w+)"( selected)?>')
EXERCISE = {"lesson": "names-and-storages", "exercise": "repair"}


@pytest.fixture
def services(tmp_path: Path) -> Services:
    """Real runs and a real database."""
    settings = Settings(state_dir=tmp_path)
    return Services(settings, RunService(InlineSandbox(), settings), FakeLab(None))  # type: ignore[arg-type]


@pytest.fixture
def client(services: Services) -> Iterator[Client]:
    with Client(assemble(services)) as client:
        client.warm_up()
        yield client


@pytest.fixture
def teacher(client: Client) -> Somebody:
    return Somebody(client)


@pytest.fixture
def student(client: Client, teacher: Somebody) -> Somebody:
    return Somebody(client, teacher.code)


def possible(page: str) -> set[str]:
    """The steps whose buttons can be pressed."""
    buttons = re.findall(r'id="step-(\w+)"([^>]*)>', page)
    return {name for name, rest in buttons if "disabled" not in rest}


def coming(page: str) -> list[str]:
    """The step that the desk proposes."""
    return re.findall(r'class="step coming" id="step-(\w+)"', page)


def words(html: str) -> str:
    """What a page says."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_nobody_but_the_teacher_does_anything(client: Client, teacher: Somebody, student: Somebody) -> None:
    teacher.do("ask", **TYPED)
    elsewhere = Somebody(client)
    elsewhere.code = teacher.code
    for act, each in product(ACTS, (student, elsewhere)):
        assert each.send("POST", f"/desk/{act}", data={"path": "", "offer": "x", **TYPED}).status_code == 403
    for path in ("/desk", "/desk/stage", "/desk/class", "/desk/counts.csv"):
        assert student.send("GET", path).status_code == 403
    assert possible(teacher.page("/desk")) == {"ask", "lock"}


@pytest.mark.parametrize(
    ("question", "steps"),
    [
        (TYPED, ["lock", "run", "reveal", "again", "lock", "reveal", "ask"]),
        (ASIDE, ["lock", "reveal", "again", "lock", "reveal", "ask"]),
    ],
    ids=["with a program", "without one"],
)
def test_the_desk_offers_what_can_be_done_and_proposes_what_comes_next(
    teacher: Somebody, question: dict[str, object], steps: list[str]
) -> None:
    assert coming(teacher.page("/desk")) == ["ask"]
    teacher.do("ask", **question)
    for step in steps[:-1]:
        page = teacher.page("/desk")
        assert step in possible(page)
        assert coming(page) == [step] or step == "again"
        for other in set(steps) - possible(page):
            assert teacher.send("POST", f"/desk/{other}").status_code == 409
        teacher.do(step)
    assert coming(teacher.page("/desk")) == ["ask"]
    assert possible(teacher.page("/desk")) == {"ask"}


def test_a_button_that_cannot_be_pressed_says_why(teacher: Somebody) -> None:
    teacher.do("ask", **TYPED)
    page = teacher.page("/desk")
    assert 'title="Lock the votes first." aria-describedby="why-run"' in page
    teacher.do("lock")
    assert "Run the program first: the answer is what it does." in teacher.page("/desk/stage")


@pytest.mark.parametrize("question", [TYPED, PREDICTED], ids=["typed", "lesson"])
def test_neither_desk_nor_projector_knows_anything_before_its_time(
    teacher: Somebody, student: Somebody, question: dict[str, object]
) -> None:
    def shown() -> str:
        return "".join(teacher.page(path) for path in SHOWN)

    teacher.do("ask", **question)
    value = re.findall(r'name="choice" value="(\w+)"', student.page())[0]
    assert student.vote(value) == 303
    asking = shown()
    teacher.do("lock")
    locked = shown()
    assert not [each for each in ANSWERS if each in asking + locked]
    teacher.do("run")
    ran = shown()
    assert ran.count("did-ending") == len(SHOWN)
    assert "votes-bar" not in ran
    teacher.do("reveal")
    assert shown().count("votes-title") == 2 * len(SHOWN)  # the heading and what points to it
    teacher.do("again")
    assert not [each for each in ANSWERS if each in shown()]


def test_the_projector_needs_no_key_and_has_no_controls(client: Client, teacher: Somebody) -> None:
    teacher.do("ask", **TYPED)
    passer_by = Somebody(client, teacher.code)
    for path in ("/screen", "/screen/stage"):
        page = passer_by.page(path)
        assert "What does it print?" in page
        assert not re.findall(r"<(form|button|input|select|textarea)\b", page)
    assert passer_by.send("HEAD", "/screen").status_code == 200


def test_the_time_since_the_question_is_the_servers(teacher: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    teacher.do("ask", **TYPED)
    then = int(time.time()) + 84
    monkeypatch.setattr("inplace_lab.web.classroom.desk_page.now", lambda: then)
    (seconds, minutes) = re.findall(r'data-seconds="(\d+)">(\d+):', teacher.page("/desk/stage"))[0]
    assert (int(seconds) in (84, 85), minutes) == (True, "1")
    teacher.do("lock")
    assert "data-seconds" not in teacher.page("/desk/stage")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"text": " ", "choice": ["one", "two"]}, "Type the question first."),
        ({"text": "So?", "choice": ["one", "  "]}, "Give two choices at least."),
        ({"text": "x" * 601, "choice": ["one", "two"]}, "The question is longer than 600 characters. Shorten it."),
        ({"text": "So?", "choice": ["one", "y" * 201]}, "A choice is longer than 200 characters. Shorten it."),
        ({"text": "So?", "choice": ["one", "two"], "source": "#" * 70_000}, "this server runs at most 65536"),
    ],
)
def test_what_was_typed_is_still_there_when_it_is_refused(
    teacher: Somebody, form: dict[str, str | list[str]], said: str
) -> None:
    answer = teacher.send("POST", "/desk/ask", data=form)
    assert answer.status_code == 422
    assert said in words(answer.text)
    for name in ("text", "source"):
        assert str(form.get(name, "")).strip() in answer.text
    for choice in form["choice"]:
        assert f'name="choice" value="{choice.strip()}"' in answer.text
    assert coming(answer.text) == ["ask"]


def test_every_question_of_every_lesson_can_be_asked(teacher: Somebody, services: Services) -> None:
    lessons = services.bookshelf.read().lessons
    wanted = [f"{lesson.slug}/{name}" for lesson in lessons for name in lesson.predictions]
    picks = PICK.findall(teacher.page("/desk"))
    assert sorted(pick for pick, _ in picks) == sorted(wanted)
    assert [pick for pick, chosen in picks if chosen] == [picks[0][0]]
    for pick, _ in picks:
        teacher.do("ask", pick=pick)
        slug, _, name = pick.partition("/")
        choices = next(lesson for lesson in lessons if lesson.slug == slug).predictions[name].choices
        assert teacher.page("/screen/stage").count('<li class="choice"') == len(choices)
    assert f'value="{picks[0][0]}" selected' in teacher.page("/desk")


def test_the_next_question_of_the_lesson_is_proposed(teacher: Somebody) -> None:
    (first, _), (second, _) = PICK.findall(teacher.page("/desk"))[:2]
    teacher.do("ask", pick=first)
    assert f'<option value="{second}" selected>' in teacher.page("/desk")


def test_a_question_that_is_not_there_is_not_asked(teacher: Somebody) -> None:
    for pick in ("no-such/lesson", "two-layers/nothing", "two-layers", "../etc/passwd"):
        answer = teacher.send("POST", "/desk/ask", data={"pick": pick})
        assert answer.status_code == 404
        assert "No lesson here has this question. Choose another one." in words(answer.text)
    assert coming(teacher.page("/desk")) == ["ask"]


@pytest.mark.parametrize("error", [SandboxBroken(), Busy()])
def test_a_run_that_was_refused_is_told_and_can_be_tried_again(
    teacher: Somebody, services: Services, monkeypatch: pytest.MonkeyPatch, error: LabError
) -> None:
    async def refuse(*given: object, **options: object) -> None:
        raise error

    teacher.do("ask", **TYPED)
    teacher.do("lock")
    with monkeypatch.context() as patched:
        patched.setattr(services.runs, "run", refuse)
        answer = teacher.send("POST", "/desk/run")
    assert answer.status_code == error.status
    assert error.title in answer.text
    assert error.hint in answer.text
    assert coming(answer.text) == ["run"]
    teacher.do("run")
    assert coming(teacher.page("/desk")) == ["reveal"]


def test_a_program_that_raises_is_shown_with_what_it_raised(teacher: Somebody) -> None:
    teacher.do("ask", **{**TYPED, "source": "raise ValueError('too bad')"})
    teacher.do("lock")
    teacher.do("run")
    for path in SHOWN:
        page = words(teacher.page(path))
        assert "The program raised ValueError in line 1." in page
        assert "too bad" in page


def test_a_typed_question_is_told_its_answer_once_it_ran(teacher: Somebody) -> None:
    teacher.do("ask", **TYPED)
    teacher.do("lock")
    assert teacher.send("POST", "/desk/mark", data={"value": "a"}).status_code == 409
    teacher.do("run")
    for value, told in (("b", 1), ("", 0), ("a", 1)):
        teacher.do("mark", value=value)
        assert teacher.page("/screen").count("tag-right") == teacher.page("/screen/stage").count("tag-right") == told
    assert teacher.send("POST", "/desk/mark", data={"value": "z"}).status_code == 409


def test_what_strangers_write_is_shown_and_never_obeyed(teacher: Somebody, student: Somebody) -> None:
    def elements(page: str) -> list[str]:
        return sorted(set(re.findall(r"<(?:script|img|input|textarea|title)\b[^>]*>", page)))

    teacher.do("ask", text="So?", choice=["one", "two"], source="")
    harmless = {path: elements(teacher.page(path)) for path in ("/desk", "/screen")}
    for nasty in NASTY:
        student.send("POST", "/name", data={"name": nasty})
        student.send("POST", "/stuck", data={"place": nasty})
        student.send("POST", "/offer", data={"source": nasty})
        teacher.do("ask", text=nasty, choice=[nasty, "two"], source="")
        teacher.do("send", source=nasty)
        (offer,) = re.findall(r'id="offer-(\w+)"', asked := teacher.page("/desk"))
        assert elements(asked) == harmless["/desk"]
        for shown in ("", offer):
            teacher.do("show", offer=shown)
            for path, usual in harmless.items():
                page = teacher.page(path)
                assert elements(page) == usual
                assert not {"\u202e", "\u2066", "\x1b", "\u200b"} & set(page)
                assert ("alert(1)" in words(page)) == ("alert(1)" in nasty)


def test_a_program_is_shown_until_it_is_taken_off_or_back(teacher: Somebody, student: Somebody) -> None:
    student.send("POST", "/name", data={"name": "Kim"})
    student.send("POST", "/offer", data={"source": "print('mine')"})
    (offer,) = re.findall(r'id="offer-(\w+)"', teacher.page("/desk/class"))
    assert "mine" not in teacher.page("/screen")
    teacher.do("show", offer=offer)
    assert "A student’s program · Kim" in words(teacher.page("/screen"))
    teacher.do("switch", name="names_muted", on="1")
    assert not [path for path in (*SHOWN, "/desk/class") if "Kim" in teacher.page(path)]
    teacher.do("show", offer="")
    assert "mine" not in teacher.page("/screen")
    student.send("POST", "/offer", data={"source": ""})
    answer = teacher.send("POST", "/desk/show", data={"offer": offer})
    assert answer.status_code == 404
    assert "The student has taken this program back. Choose another one." in words(answer.text)


def test_the_desk_tells_how_the_class_gets_on(
    client: Client, teacher: Somebody, student: Somebody, services: Services
) -> None:
    async def tried() -> None:
        for name, failing in (("one", "same"), ("two", "same"), ("three", "gate"), ("four", "")):
            await services.rooms.learning.tried(Seat(name, teacher.code), **EXERCISE, failing=failing)

    client.run(tried())
    student.send("POST", "/stuck", data={"place": "lessons/version-counter#counter step 5"})
    said = words(teacher.page("/desk/class"))
    assert "Stuck 1 1 5 · The version counter counter step 5" in said
    assert "repair 1 of 4 passed 2 × other values: z, scores, best · 1 × refused before it ran" in said
    student.send("POST", "/stuck", data={"place": ""})
    assert "Stuck 0" in words(teacher.page("/desk/class"))


def test_the_file_has_counts_and_nobody_in_it(teacher: Somebody, student: Somebody) -> None:
    student.send("POST", "/name", data={"name": "Kim"})
    teacher.do("ask", **{**TYPED, "text": "=1+1"})
    student.vote("b")
    assert "=1+1" not in teacher.page("/desk/counts.csv")
    for step in ("lock", "run", "reveal"):
        teacher.do(step)
    answer = teacher.send("GET", "/desk/counts.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="inplace-lab-{teacher.code}.csv"'
    rows = [(row["kind"], row["item"], row["value"], row["count"]) for row in csv.DictReader(answer.text.splitlines())]
    assert rows[:3] == [
        ("students", "", "joined", "1"),
        ("vote", "'=1+1", "one line", "0"),
        ("vote", "'=1+1", "nothing", "1"),
    ]
    assert "Kim" not in answer.text


def test_a_program_is_sent_to_all_and_taken_back(teacher: Somebody, student: Somebody) -> None:
    teacher.do("ask", **TYPED)
    assert "print(&#39;the answer&#39;)</textarea>" in teacher.page("/desk")
    teacher.do("send", source="print('for all')\r\nprint()")
    assert "for all" in student.page()
    assert "A program of 2 lines is with the class." in teacher.page("/desk")
    teacher.do("send", back="1")
    assert "for all" not in student.page()


@pytest.mark.parametrize("name", ["runs_locked", "names_muted", "one_seat_a_device"])
def test_a_switch_is_turned_on_and_off(teacher: Somebody, name: str) -> None:
    for on, checked in (("1", "true"), ("0", "false")):
        teacher.do("switch", name=name, on=on)
        assert re.search(rf'id="switch-{name}"[^>]*aria-checked="{checked}"', teacher.page("/desk"))


def test_there_is_no_other_switch_and_no_other_act(teacher: Somebody) -> None:
    assert teacher.send("POST", "/desk/switch", data={"name": "ended", "on": "1"}).status_code == 422
    assert teacher.send("POST", "/desk/explode").status_code == 404


def test_the_class_is_led_by_script_and_let_go(client: Client, teacher: Somebody) -> None:
    def lead(**form: str) -> tuple[int, str]:
        headers = {"Accept": "*/*", "Cookie": "; ".join(f"{k}={v}" for k, v in teacher._cookies.items())}
        answer = client.post(f"/en/room/{teacher.code}/desk/lead", data=form, headers=headers)
        return answer.status_code, answer.headers.get("content-type", "")

    here = {"path": "lessons/two-layers", "cell": "off", "step": "3", "ref": "t1"}
    assert lead(**here) == (204, "")
    assert 'data-led="1"' in teacher.page("/desk/stage")
    assert lead(**{**here, "step": "x"}) == (422, "application/problem+json")
    assert lead(path="https://elsewhere.example/") == (422, "application/problem+json")
    teacher.do("lead")
    assert 'data-led=""' in teacher.page("/desk/stage")


def test_a_chosen_address_stays_chosen(teacher: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = tuple(f"http://{host}:8000/j/{teacher.code}" for host in ("192.168.1.7", "10.0.0.7"))
    monkeypatch.setattr("inplace_lab.web.classroom.join.join_addresses", lambda *given: ours)
    assert "192.168.1.7:8000/j/" in teacher.page("/screen")
    page = teacher.page(f"/desk?at={ours[1]}")
    assert f'href="{ours[1]}"' in page
    query = re.search(r'action="[^"?]+/lock(\?at=[^"]+)"', page)
    assert query
    answer = teacher.send("POST", f"/desk/ask{query[1]}", data=TYPED)
    assert answer.headers["location"] == f"/en/room/{teacher.code}/desk{query[1]}"
    assert f'href="/en/room/{teacher.code}/screen{query[1]}"' in page
    assert "10.0.0.7:8000/j/" in teacher.page(f"/screen{query[1]}")
    assert "evil" not in teacher.page("/desk/stage?at=http://evil.example/")


def test_a_closed_room_keeps_its_counts_and_does_nothing_more(teacher: Somebody, student: Somebody) -> None:
    teacher.do("ask", **TYPED)
    teacher.do("end")
    page = teacher.page("/desk")
    assert f"Room {teacher.code} is closed" in page
    assert "<form method" not in page
    assert "The room is closed. Thank you." in teacher.page("/screen")
    assert "students,,,,,joined,1" in teacher.page("/desk/counts.csv")
    for act in set(ACTS) - {"end"}:
        assert teacher.send("POST", f"/desk/{act}", data={**TYPED, "name": "runs_locked"}).status_code == 409


def test_the_desk_speaks_chinese(client: Client) -> None:
    teacher = Somebody(client, lang="zh")
    teacher.do("ask", **PREDICTED)
    assert "投票已开始" in teacher.page("/desk")
    assert "请用手机投票" in teacher.page("/screen")
    assert "第 3 课" in teacher.page("/desk/stage")
