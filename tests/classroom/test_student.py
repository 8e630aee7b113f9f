"""A student's page: a seat without asking, votes until the lock, and nothing of the answer before its time."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from inplace_lab.main import assemble
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.settings import Settings
from inplace_lab.web.services import Services
from tests.web.client import Client
from tests.web.fakes import FakeLab
from tests.web.sharing import PAGE

NASTY = (
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "</textarea></title><!--",
    "{{ 7*7 }}{% endraw %}",
    "%(name)s %s %%",
    "\u202egnp.exe\u2066 \x1b[2J \u200b",
)
TYPED = {"text": "What does it print?", "choice": ["one line", "nothing"], "source": "print('the answer')"}
PREDICTED = {"lesson": "two-layers", "prediction": "what_z_holds"}
ANSWERS = ("the answer</pre>", "It prints", "votes-bar", "tag-right", "did-ending", "stage-reveal", "ReLU got")
"""What a page says once the program ran, or the votes are told."""


@pytest.fixture
def services(tmp_path: Path) -> Services:
    """Real runs and a real database."""
    settings = Settings(state_dir=tmp_path)
    return Services(settings, RunService(InlineSandbox(), settings), FakeLab(None))  # type: ignore[arg-type]


@pytest.fixture
def client(services: Services) -> Iterator[Client]:
    """A client of the app around them."""
    with Client(assemble(services)) as client:
        client.warm_up()
        yield client


class Somebody:
    """A browser of its own: a teacher where no code is given, else a student."""

    def __init__(self, client: Client, code: str = "", lang: str = "en") -> None:
        self._client = client
        self._cookies: dict[str, str] = {}
        self.code, self.lang = code, lang
        self.first = self.send("GET", "") if code else self._opens()

    def send(self, method: str, path: str, **options: object) -> httpx.Response:
        """One request about the room."""
        base = f"/{self.lang}/room/{self.code}" if self.code else f"/{self.lang}/classroom"
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        answer = self._client.request(method, base + path, headers={"Cookie": cookies, **PAGE}, **options)
        self._client.forget()
        self._cookies |= dict(answer.cookies)
        return answer

    def do(self, act: str, **form: object) -> None:
        """Press a button of the desk."""
        answer = self.send("POST", f"/desk/{act}", data=form)
        assert answer.status_code == 303, answer.text

    def page(self, path: str = "") -> str:
        """The page of the room, or the stage alone."""
        answer = self.send("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def vote(self, choice: str, poll: int = 1, turn: int = 1, query: str = "") -> int:
        """Vote; the status of the answer."""
        form = {"poll": poll, "round": turn, "choice": choice}
        return self.send("POST", f"/vote{query}", data=form).status_code

    def _opens(self) -> httpx.Response:
        answer = self.send("POST", "")
        self.code = answer.headers["location"].split("/")[3]
        return answer


@pytest.fixture
def teacher(client: Client) -> Somebody:
    return Somebody(client)


@pytest.fixture
def student(client: Client, teacher: Somebody) -> Somebody:
    return Somebody(client, teacher.code)


def test_whoever_opens_the_room_sits_in_it_and_keeps_the_seat(student: Somebody) -> None:
    cookie = student.first.headers["set-cookie"]
    assert re.match(rf"seat-{student.code}=[\w-]{{43}}; HttpOnly; Max-Age=86400; Path=/; SameSite=lax", cookie)
    assert "The teacher has not asked anything yet" in student.first.text
    assert "seat-" not in student.send("GET", "").headers.get("set-cookie", "")


def test_to_look_whether_the_page_is_there_takes_no_seat(client: Client, teacher: Somebody) -> None:
    answer = client.request("HEAD", f"/en/room/{teacher.code}")
    assert answer.status_code == 200
    assert "seat-" not in answer.headers.get("set-cookie", "")


@pytest.mark.parametrize("question", [TYPED, PREDICTED], ids=["typed", "lesson"])
def test_nothing_of_the_answer_is_there_before_its_time(
    teacher: Somebody, student: Somebody, question: dict[str, object]
) -> None:
    teacher.do("ask", **question)
    asking = student.page() + student.page("/stage")
    teacher.do("lock")
    locked = student.page() + student.page("/stage")
    assert not [each for each in ANSWERS if each in asking + locked]
    teacher.do("run")
    ran = student.page()
    assert "did-ending" in ran
    assert "votes-bar" not in ran
    assert "stage-reveal" not in ran
    teacher.do("reveal")
    revealed = student.page()
    assert "votes-bar" in revealed
    teacher.do("again")
    again = student.page() + student.page("/stage")
    assert not [each for each in ANSWERS if each in again]


def test_a_vote_may_be_changed_until_the_lock_and_counts_as_it_was_then(teacher: Somebody, student: Somebody) -> None:
    teacher.do("ask", **TYPED)
    assert student.vote("a") == 303
    assert student.vote("b", query="?part=1") == 204
    assert 'value="b" required autocomplete="off" checked' in student.page()
    teacher.do("lock")
    assert student.vote("a", query="?part=1") == 409
    assert student.vote("a") == 303
    page = student.page()
    assert "Voting is closed" in page
    assert re.search(r"nothing</span> <span class=\"tag-mine\">your vote", page)


@pytest.mark.parametrize(("choice", "poll"), [("z", 1), ("", 1), ("a", "x"), ("a", "9" * 20)])
def test_a_vote_that_means_nothing_is_refused(teacher: Somebody, student: Somebody, choice: str, poll: int) -> None:
    teacher.do("ask", **TYPED)
    assert student.vote(choice, poll) == 422
    assert "checked" not in student.page()


def test_the_second_vote_stands_beside_the_first(client: Client, teacher: Somebody, student: Somebody) -> None:
    other = Somebody(client, teacher.code)
    teacher.do("ask", **TYPED)
    student.vote("b")
    other.vote("b")
    for act in ("lock", "run", "reveal", "again"):
        teacher.do(act)
    assert "Your first vote: nothing" in student.page()
    student.vote("a", turn=2)
    other.vote("b", turn=2)
    for act in ("lock", "run", "reveal"):
        teacher.do(act)
    page = student.page()
    shares = re.findall(r'votes-share">(\d+)&nbsp;%.*?<b>(\d+)&nbsp;%', page)
    assert shares == [("0", "50"), ("100", "50")]
    assert {"your first vote", "your second vote"} <= set(re.findall(r'tag-mine">([^<]*)', page))
    assert "your vote, both times" in other.page()


def test_whoever_did_not_vote_is_told_so(teacher: Somebody, student: Somebody) -> None:
    teacher.do("ask", **TYPED)
    teacher.do("lock")
    assert "You did not vote this time." in student.page()


@pytest.mark.parametrize("words", NASTY)
def test_what_strangers_type_is_text(client: Client, teacher: Somebody, student: Somebody, words: str) -> None:
    student.send("POST", "/name", data={"name": words})
    student.send("POST", "/offer", data={"source": words})
    offer = re.search(r'id="offer-(\w+)"', teacher.page("/desk"))
    assert offer
    program = f"print({words!r})\nraise ValueError({words!r})"
    teacher.do("ask", text=words, choice=[words, "fine"], source=program)
    teacher.do("send", source=words)
    student.vote("a")
    pages = [student.page()]
    for act in ("lock", "run", "reveal"):
        teacher.do(act)
        pages.append(student.page())
    teacher.do("show", offer=offer[1])
    for page in (*pages, student.page()):
        assert not re.search(r"<script>alert|<img|<!--|\x1b|\u202e|\u200b", page)
        assert page.count("</title>") == 1


def test_a_program_is_shown_only_while_its_author_agrees(client: Client, teacher: Somebody, student: Somebody) -> None:
    other = Somebody(client, teacher.code)
    student.send("POST", "/name", data={"name": "Ada"})
    student.send("POST", "/offer?part=1", data={"source": "print('mine')"})
    offer = re.search(r'id="offer-(\w+)"', teacher.page("/desk"))
    assert offer
    assert "You offer a program" in student.page("/stage")
    teacher.do("show", offer=offer[1])
    assert "Your program is on the projector" in student.page()
    assert "On the projector: a program by Ada" in other.page()
    teacher.do("switch", name="names_muted", on="1")
    muted = other.page()
    assert "Ada" not in muted
    assert "On the projector: a student’s program" in muted
    student.send("POST", "/offer?part=1", data={"source": ""})
    assert "On the projector" not in other.page()


def test_a_program_that_is_too_long_is_not_offered(student: Somebody) -> None:
    answer = student.send("POST", "/offer", data={"source": "x = 1\n" * 500})
    assert answer.status_code == 413
    assert "You offer a program" not in student.page()


def test_a_hand_goes_up_where_the_class_is_and_down_again(
    client: Client, services: Services, teacher: Somebody, student: Somebody
) -> None:
    async def places() -> None:
        found.append(dict((await services.rooms.counts(teacher.code)).stuck))

    found: list[dict[str, int]] = []
    for before in (lambda: None, lambda: teacher.do("ask", **PREDICTED), lambda: teacher.do("ask", **TYPED)):
        before()
        student.send("POST", "/stuck", data={"place": "here"})
        client.run(places())
    assert "You said that you are stuck" in student.page()
    student.send("POST", "/stuck", data={"place": ""})
    client.run(places())
    assert found == [{f"room/{teacher.code}": 1}, {"lessons/two-layers#what_z_holds": 1}, {"#2": 1}, {}]


def test_who_has_no_seat_may_say_nothing(client: Client, teacher: Somebody) -> None:
    teacher.do("ask", **TYPED)
    for act, form in {"vote": {"poll": "1"}, "name": {"name": "x"}, "stuck": {"place": "here"}, "offer": {}}.items():
        answer = client.post(f"/en/room/{teacher.code}/{act}", data=form)
        assert answer.status_code == 403
        assert answer.json()["code"] == "no-seat"
    assert client.get("/en/room/2222", headers=PAGE).status_code == 404


def test_a_closed_room_says_thanks_names_its_lessons_and_takes_the_key_back(
    client: Client, teacher: Somebody, student: Somebody
) -> None:
    teacher.do("ask", **PREDICTED)
    teacher.do("send", source="print('take me home')")
    teacher.do("end")
    answer = student.send("GET", "")
    assert "This room is closed" in answer.text
    assert 'href="/en/lessons/two-layers"' in answer.text
    assert "take me home" in answer.text
    assert not re.search("I am stuck|Nickname|Offer this program|Take it back", answer.text)
    assert f'seat-{teacher.code}=""; ' in answer.headers["set-cookie"]
    assert "Max-Age=0" in answer.headers["set-cookie"]
    late = Somebody(client, teacher.code)
    assert "HttpOnly; Max-Age=86400" not in late.first.headers["set-cookie"]


def test_the_stage_alone_is_the_stage_of_the_page_packed_or_not(teacher: Somebody, student: Somebody) -> None:
    teacher.do("ask", **PREDICTED)
    part = student.send("GET", "/stage")
    assert part.headers["content-encoding"] == "gzip"
    assert part.headers["cache-control"] == "no-store"
    section = re.search(r'<section class="now".*?</section>', part.text, re.S)
    assert section
    assert section[0] in student.page()


def test_it_is_drawn_again_only_where_it_differs(
    client: Client, services: Services, teacher: Somebody, student: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[bytes] = []
    monkeypatch.setattr(gzip, "compress", lambda document, level: drawn.append(document) or document)
    teacher.do("ask", **TYPED)
    students = [Somebody(client, teacher.code) for _ in range(5)]
    for each in students:
        each.page()
    assert len(drawn) == 1
    for each in students:
        each.vote("a")
        each.page()
    assert len(drawn) == 2


def test_a_page_without_script_looks_for_news_unless_somebody_writes(student: Somebody) -> None:
    refresh = '<noscript><meta http-equiv="refresh" content="5"></noscript>'
    assert refresh in student.page()
    assert refresh not in student.page("?still=1")


def test_the_page_speaks_chinese(client: Client, teacher: Somebody) -> None:
    student = Somebody(client, teacher.code, "zh")
    teacher.do("ask", **PREDICTED)
    teacher.do("switch", name="runs_locked", on="1")
    teacher.do("send", source="x = 1")
    page = student.page()
    assert {"问题 1", "我卡住了", "昵称", "老师暂时锁定了运行。你可以继续编辑。"} <= set(
        re.findall(r">\s*([^<>]+?)\s*<", page)
    )
    student.vote("activation")
    assert "已送达 ✓" in student.page()


def test_a_phone_that_votes_in_lower_case_letters_is_in_the_same_room(client: Client, teacher: Somebody) -> None:
    student = Somebody(client, teacher.code.lower())
    assert f"seat-{teacher.code}=" in student.first.headers["set-cookie"]
    assert f'data-code="{teacher.code}"' in student.first.text
