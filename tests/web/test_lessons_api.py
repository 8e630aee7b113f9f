"""/api/v1/lessons: the course for programs, which keeps answers and exemplars to itself."""

import json
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest

from inplace_lab.errors import TooMany
from inplace_lab.i18n import CHINESE, ENGLISH, LANGUAGES
from inplace_lab.lessons.lesson import Lesson
from inplace_lab.lessons.shelf import Shelf, course
from inplace_lab.web.lessons.documents import document_of

from .client import Client
from .fakes import FakeRuns
from .sharing import sharing
from .test_lessons import LESSONS, REPAIRED, SPOILED, served

COUNTER = "/api/v1/lessons/counter"
PREDICTION, GRADES = f"{COUNTER}/predictions/backward", f"{COUNTER}/exercises/repair/grades"


@pytest.fixture(scope="module")
def lessons() -> Iterator[Client]:
    """The lessons for tests, in front of a real run service."""
    with patch("inplace_lab.web.lessons.running.SECONDS", 60.0), sharing(lessons_dir=LESSONS) as client:
        yield client


def told(client: Client, path: str, **body: str) -> Any:
    """What is answered at a path; sent where there is a body."""
    answer = client.post(path, json=body) if body else client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("query", "accept", "language"),
    [("", "", ENGLISH), ("", "zh-CN,en;q=0.5", CHINESE), ("?lang=en", "zh", ENGLISH), ("?lang=zh", "", CHINESE)],
)
def test_the_words_are_those_of_the_language_asked_for(lessons: Client, query: str, accept: str, language: Any) -> None:
    answer = lessons.get(f"/api/v1/lessons{query}", headers={"Accept-Language": accept})
    assert answer.headers["content-language"] == language.html
    assert "Accept-Language" in answer.headers["vary"]
    document = answer.json()
    titles = [each.words[language.tag].title for each in Shelf.of(LESSONS).lessons]
    assert (document["lang"], [each["title"] for each in document["lessons"]]) == (language.tag, titles)


def test_a_lesson_tells_its_words_programs_and_questions(lessons: Client) -> None:
    document = told(lessons, COUNTER)
    kinds = [part["kind"] for section in document["sections"] for part in section["parts"]]
    assert set(kinds) == {"prose", "run", "compare", "predict", "key", "exercise"}
    assert set(document["programs"]) == {"counts", "spoiled", "off", "on", "printed"}
    (prediction,) = document["predictions"]
    assert (prediction["name"], prediction["program"]) == ("backward", "spoiled")
    assert [each["value"] for each in prediction["choices"]] == ["runs", "wrong", "raises"]
    (exercise,) = document["exercises"]
    assert exercise["start"] == SPOILED
    assert [each["kind"] for each in exercise["checks"]] == ["runs", "same", "gradients", "keeps"]


@pytest.mark.parametrize("lesson", Shelf.of(course(None)).lessons, ids=lambda lesson: lesson.slug)
def test_no_lesson_gives_an_answer_away(lesson: Lesson) -> None:
    for language in LANGUAGES:
        document = document_of(lesson, language)
        text = json.dumps(document.model_dump(mode="json"), ensure_ascii=False)
        hidden = [part for part in lesson.words[language.tag].parts() if part.kind in ("reveal", "hint", "solution")]
        assert not [part for part in hidden if part.html and json.dumps(part.html, ensure_ascii=False)[1:-1] in text]
        programs = {*document.programs.values(), *(each.start for each in document.exercises)}
        assert not programs & {lesson.program(each.exemplar) for each in lesson.exercises.values()}
        assert not {"answer", "exemplar", "fails", "notes"} & set(_keys(document.model_dump(mode="json")))


def _keys(document: object) -> Iterator[str]:
    if isinstance(document, dict):
        yield from document
        yield from (key for value in document.values() for key in _keys(value))
    elif isinstance(document, list):
        yield from (key for value in document for key in _keys(value))


@pytest.mark.parametrize(("choice", "same"), [("raises", True), ("wrong", False)])
def test_a_prediction_is_answered_with_what_happens(lessons: Client, choice: str, same: bool) -> None:
    answer = told(lessons, PREDICTION, choice=choice)
    assert (answer["choice"], answer["answer"], answer["same"]) == (choice, "raises", same)
    assert "<code>mul_</code>" in answer["reveal"]
    assert answer["report"]["trace"]["failure"]["type"] == "RuntimeError"


def test_an_answer_is_graded_check_by_check(lessons: Client) -> None:
    failing = SPOILED + "y.sum().backward()\n"
    right, wrong = told(lessons, GRADES, source=REPAIRED), told(lessons, f"{GRADES}?lang=zh", source=failing)
    assert right["passed"] is True
    assert {each["state"] for each in right["verdicts"]} == {"ok"}
    assert right["report"]["trace"]["steps"]
    assert wrong["passed"] is False
    assert [each["state"] for each in wrong["verdicts"]][:2] == ["failed", "not run"]
    assert "程序" in wrong["verdicts"][1]["message"]


def test_an_answer_that_is_not_let_in_says_why(lessons: Client) -> None:
    answer = told(lessons, GRADES, source=REPAIRED + "import os\n")
    assert (answer["passed"], answer["report"]) == (False, None)
    assert "os" in answer["refusal"]


@pytest.mark.parametrize(
    ("path", "body", "status", "word"),
    [
        ("/api/v1/lessons/nothing", None, 404, "lesson"),
        (f"{COUNTER}/predictions/nothing", {"choice": "raises"}, 404, "nothing of that name"),
        (f"{COUNTER}/exercises/nothing/grades", {"source": ""}, 404, "exercise"),
        (PREDICTION, {"choice": "perhaps"}, 422, "runs, wrong, raises"),
        (PREDICTION, {}, 422, '"choice" is missing'),
        (GRADES, {"source": "#" * 70_000}, 422, "bytes"),
        (f"{COUNTER}?lang=fr", None, 422, '"lang"'),
    ],
)
def test_what_is_not_there_or_wrong_is_named(lessons: Client, path: str, body: Any, status: int, word: str) -> None:
    answer = lessons.get(path) if body is None else lessons.post(path, json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert word in answer.json()["detail"]


@pytest.mark.parametrize(("path", "body"), [(PREDICTION, {"choice": "runs"}), (GRADES, {"source": REPAIRED})])
def test_without_a_place_to_run_there_is_a_problem(runs: FakeRuns, path: str, body: Any) -> None:
    runs.error = TooMany("Not now.", retry_after=3)
    with served(LESSONS, runs) as client:
        answer = client.post(path, json=body)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3")
