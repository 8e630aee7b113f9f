"""Lessons as plain pages: answers stay on the server until they were asked for, and every form works by itself."""

import asyncio
import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from inplace_lab.errors import TooMany
from inplace_lab.lessons.recording import record
from inplace_lab.lessons.shelf import Shelf
from inplace_lab.main import assemble
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.settings import Settings
from inplace_lab.web.lessons.claims import linked
from inplace_lab.web.services import Services

from .client import Client
from .fakes import FakeLab, FakeRuns
from .sharing import PAGE, sharing

LESSONS = Path(__file__).parent / "lessons_for_tests"
COUNTER = "/en/lessons/counter"
SPOILED = (LESSONS / "01-counter" / "broken.py").read_text()
REPAIRED = (LESSONS / "01-counter" / "repaired.py").read_text()


@pytest.fixture(scope="module")
def lessons() -> Iterator[Client]:
    """The lessons for tests, in front of a real run service."""
    with patch("inplace_lab.web.lessons.running.SECONDS", 60.0), sharing(lessons_dir=LESSONS) as client:
        yield client


def served(folder: Path, runs: FakeRuns) -> Client:
    """The lessons of a folder, in front of runs that a test looks at."""
    return Client(assemble(Services(Settings(lessons_dir=folder), runs, FakeLab(None))))  # type: ignore[arg-type]


def attempt(client: Client, source: str, **fields: str) -> str:
    """The page that an attempt at the exercise is answered with."""
    answer = client.post(f"{COUNTER}/exercise/repair", data={"source": source, **fields}, headers=PAGE)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("path", ["/lessons", "/lessons/counter"])
def test_an_address_without_a_language_leads_to_the_readers(lessons: Client, path: str) -> None:
    answer = lessons.get(f"{path}?present", headers={"Accept-Language": "zh"})
    assert (answer.status_code, answer.headers["location"]) == (307, f"/zh{path}?present")


def test_the_course_is_a_path_with_a_first_step(lessons: Client) -> None:
    page = lessons.get("/en/lessons").text
    assert re.findall(r'<li data-slug="(\w+)"', page) == ["counter", "copies"]
    assert "What does a clone cost?" in page
    assert 'id="go-on" href="/en/lessons/counter"' in page
    assert "第" not in page
    assert "版本计数器" in lessons.get("/zh/lessons").text


def test_a_lesson_shows_its_programs_and_their_pictures(lessons: Client) -> None:
    page = lessons.get(COUNTER).text
    assert page.index("What does autograd compare") < page.index("Every write is counted")
    assert page.count("<trace-player") == page.count('class="scene') == 3
    assert f'<a class="to-steps" href="{COUNTER}/steps/printed">' in page
    assert f'data-more="{COUNTER}/steps/counts"' in page
    assert '<a class="claimed" href="#cell-counts">' in page
    assert 'href="/en/lessons/copies" rel="next"' in page


@pytest.mark.parametrize("address", [COUNTER, f"{COUNTER}?present", "/zh/lessons/counter"])
def test_nothing_that_is_told_later_is_in_the_page(lessons: Client, address: str) -> None:
    page = lessons.get(address).text
    told_later = ["moved the counter", "推到了", "RuntimeError", "IL001", "Which line writes", "哪一行", "新张量"]
    assert [words for words in told_later if words in html.unescape(re.sub(r"<[^>]*>", "", page))] == []
    assert re.findall(r'value="(runs|wrong|raises)"([^>]*)>', page) == [
        (choice, " required") for choice in ("runs", "wrong", "raises")
    ]
    assert page.count('data-gates="backward"') == 1
    assert "same program once more" not in page
    assert "再来一次" not in page


@pytest.mark.parametrize(("choice", "sign"), [("runs", "≠"), ("raises", "=")])
def test_a_prediction_is_answered_without_a_script(lessons: Client, choice: str, sign: str) -> None:
    page = lessons.post(f"{COUNTER}/predict/backward", data={"choice": choice}, headers=PAGE).text
    assert "moved the counter to 1" in page
    assert f'<span class="sign" aria-hidden="true">{sign}</span>' in page
    assert page.count("IL001") >= 2
    assert 'data-gates="backward"' not in page
    assert "The same program once more." in page
    assert "Your turn" in page


@pytest.mark.parametrize("data", [{}, {"choice": "maybe"}])
def test_a_prediction_without_a_choice_is_asked_for_again(lessons: Client, data: dict[str, str]) -> None:
    answer = lessons.post(f"{COUNTER}/predict/backward", data=data, headers=PAGE)
    assert answer.status_code == 422
    assert "a guess will do" in answer.text
    assert "moved the counter" not in answer.text


def test_a_program_is_run_because_somebody_asked(lessons: Client) -> None:
    page = lessons.post(f"{COUNTER}/cells/printed?part=1", headers=PAGE).text
    assert "on this machine" in page
    assert "The program ran to its end." in page
    assert "Your turn" not in page
    assert "Your turn" in lessons.post(f"{COUNTER}/cells/printed", headers=PAGE).text


def test_a_figure_waits_for_its_prediction_and_comes_with_its_words(lessons: Client) -> None:
    closed = lessons.get(f"{COUNTER}/figures/cell-spoiled-2", headers=PAGE).text
    assert ("IL001" in closed, "once more" in closed) == (False, False)
    opened = lessons.get(f"{COUNTER}/figures/cell-spoiled-2?said.backward=runs", headers=PAGE).text
    assert ("IL001" in opened, "once more" in opened) == (True, True)
    assert lessons.get(f"{COUNTER}/figures/cell-spoiled", headers=PAGE).status_code == 404


def test_what_was_said_before_is_brought_along_without_a_script(lessons: Client) -> None:
    page = attempt(lessons, SPOILED, **{"said.backward": "raises", "said.none": "x"}, do="hint")
    assert "moved the counter to 1" in page
    assert '<input type="hidden" name="said.backward" value="raises">' in page
    assert "said.none" not in page


def test_further_steps_are_pages_of_their_own(lessons: Client) -> None:
    assert lessons.get(f"{COUNTER}/steps/off").text.count('class="scene') == 8
    assert lessons.get(f"{COUNTER}/steps/off?from=99").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/en/lessons/none"),
        ("GET", "/fr/lessons"),
        ("POST", f"{COUNTER}/predict/none"),
        ("POST", f"{COUNTER}/exercise/none"),
        ("POST", f"{COUNTER}/cells/broken"),
        ("GET", f"{COUNTER}/steps/..%2f..%2fbroken"),
    ],
)
def test_what_is_not_there_is_told(lessons: Client, method: str, path: str) -> None:
    assert lessons.request(method, path, headers=PAGE).status_code == 404


def test_an_attempt_is_told_check_by_check_and_is_not_lost(lessons: Client) -> None:
    wrong = REPAIRED.replace("mul(2)", "mul(3)") + "# </textarea><script>\n"
    page = attempt(lessons, wrong)
    assert "Not yet." in page
    assert '<li class="failed"><span class="sign"' in page
    assert html.escape(wrong, quote=False) in page
    assert 'name="tries" value="1"' in page
    assert "<script>\n" not in page.partition("exercise-repair-source")[2]


def test_a_right_attempt_holds(lessons: Client) -> None:
    page = attempt(lessons, REPAIRED)
    assert "It holds." in page
    assert page.count('<li class="passed">') == 4
    assert "Show a solution" in page


def test_hints_come_one_at_a_time(lessons: Client) -> None:
    first = attempt(lessons, SPOILED, do="hint", hints="0", tries="0")
    assert ("Which line writes" in first, "without the underscore" in first) == (True, False)
    second = attempt(lessons, SPOILED, do="hint", hints="1", tries="0")
    assert "without the underscore" in second
    assert "Another hint" not in second


@pytest.mark.parametrize(("tries", "given"), [("0", False), ("1", False), ("2", True), ("-1", False), ("x" * 9, False)])
def test_a_solution_is_given_after_two_tries(lessons: Client, tries: str, given: bool) -> None:
    page = attempt(lessons, SPOILED, do="solution", tries=tries)
    assert ("One solution" in page) is given
    assert ("so the one that was kept is left alone" in page) is given


def test_to_start_over_gives_the_first_program_back(lessons: Client) -> None:
    assert html.escape(SPOILED, quote=False) in attempt(lessons, "x = 1\n", do="reset")


def test_what_is_too_long_is_not_run(lessons: Client) -> None:
    answer = lessons.post(f"{COUNTER}/exercise/repair?part=1", data={"source": "x = 1\n" * 201}, headers=PAGE)
    assert answer.status_code == 413
    assert "201 lines" in answer.text
    assert 'name="tries" value="0"' in answer.text


def test_notes_are_for_slides_only(lessons: Client) -> None:
    assert "Let the room guess" not in lessons.get(COUNTER).text
    assert "Let the room guess" in lessons.get(f"{COUNTER}?present").text


def test_a_server_without_a_free_place_still_shows_the_lesson() -> None:
    runs = FakeRuns()
    runs.error = TooMany("Enough.")
    with served(LESSONS, runs) as client:
        client.warm_up()
        page = client.get(COUNTER).text
        assert "Your turn" in page
        assert page.count("Enough.") == 4
        answer = client.post(f"{COUNTER}/exercise/repair?part=1", data={"source": REPAIRED}, headers=PAGE)
        assert (answer.status_code, 'name="tries" value="0"' in answer.text) == (429, True)


def test_a_recorded_run_is_shown_without_running_anything(tmp_path: Path) -> None:
    shutil.copytree(LESSONS / "02-copies", tmp_path / "02-copies")
    (lesson,) = Shelf.of(tmp_path).lessons
    asyncio.run(record(lesson, RunService(InlineSandbox(), Settings()).run))
    runs = FakeRuns()
    with served(tmp_path, runs) as client:
        client.warm_up()
        assert "<trace-player" in client.get("/en/lessons/copies").text
        assert client.get("/en/lessons/copies/steps/copy").status_code == 200
    assert not runs.asked


def test_whoever_writes_a_lesson_is_told_what_is_wrong_and_sees_it_mended(tmp_path: Path) -> None:
    shutil.copytree(LESSONS, tmp_path / "own")
    words = tmp_path / "own" / "02-copies" / "en.md"
    good = words.read_text()
    with served(tmp_path / "own", FakeRuns()) as client:
        words.write_text(good.replace("run copy", "run nothing"))
        assert "02-copies/en.md:9" in client.get("/en/lessons").text
        words.write_text(good)
        assert "What is wrong" not in client.get("/en/lessons").text


def test_a_claim_links_to_its_program_where_that_is_on_the_page() -> None:
    claim = '<p><data class="claim" value="a.kept-b.kept">16 B</data></p>'
    assert 'title="Measured: this number was read from the run of a.py, b.py."' in linked(claim, set(), str)
    assert '<a class="claimed" href="#cell-b">' in linked(claim, {"b"}, str)
    assert "<a" not in linked(claim, set(), str)
