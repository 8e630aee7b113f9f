"""The search finds lessons, errors, operations and examples by what readers type or paste, and tells no answers."""

import html
import re
from collections.abc import Iterator

import pytest

from inplace_lab.diagnosis.pages import rule_pages
from inplace_lab.i18n import LANGUAGES, Language, translations
from inplace_lab.lab.cheatsheet.operations import OPERATIONS
from inplace_lab.lessons.shelf import Shelf, course
from inplace_lab.main import assemble
from inplace_lab.settings import Settings
from inplace_lab.web.examples import example_groups
from inplace_lab.web.search.documents import documents
from inplace_lab.web.search.finder import MOST_OF_A_KIND, Finder, Found, Library
from inplace_lab.web.services import Services

from .client import Client
from .fakes import FakeLab, FakeRuns

PAGE = {"Accept": "text/html"}
SHELF = Shelf.of(course(None))
FINDER = Finder()
MESSAGE = (
    "RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: "
    "[torch.FloatTensor [4]], which is output 0 of SigmoidBackward0, is at version 1; expected version 0 instead."
)
HOSTILE = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}",
    "(((",
    "\x00\u202e",
    "%s%(x)s",
]


def new_client() -> Client:
    """A client of an app of its own; nothing here runs a program."""
    return Client(assemble(Services(Settings(), FakeRuns(), FakeLab(None))))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """A client of one app, so that its index is made once."""
    with new_client() as client:
        yield client


def find(query: str, language: Language) -> Found:
    """What is found among all that there is."""
    return FINDER.find(query, language, Library(SHELF, None, {}))


def first(query: str, language: Language, kind: str) -> list[str]:
    """The addresses of the first texts of a kind that are found."""
    return [hit.document.address for hit in find(query, language).hits if hit.document.kind == kind][:3]


@pytest.fixture(params=LANGUAGES, ids=lambda language: language.tag)
def language(request: pytest.FixtureRequest) -> Language:
    """Each language in turn."""
    return request.param  # type: ignore[no-any-return]


def test_a_lesson_is_found_by_its_title_and_by_its_question(language: Language) -> None:
    assert SHELF.lessons
    for lesson in SHELF.lessons:
        words, address = lesson.words[language.tag], f"/{language.tag}/lessons/{lesson.slug}"
        assert address in [each.partition("#")[0] for each in first(words.title, language, "lesson")]
        assert address in first(words.question, language, "lesson")


def test_an_error_is_found_by_its_code_and_by_its_title(language: Language) -> None:
    for rule in rule_pages():
        address = f"/{language.tag}/errors/{rule.code}"
        assert first(rule.code, language, "error")[0] == address
        assert first(rule.code.lower(), language, "error")[0] == address
        assert address in first(translations(language).gettext(rule.title), language, "error")


def test_operations_and_examples_are_found_by_name(language: Language) -> None:
    for operation in OPERATIONS:
        if operation.label.isidentifier():
            assert f"/{language.tag}/cheatsheet#op-{operation.slug}" in first(operation.label, language, "operation")
    for group in example_groups():
        for example in group.examples:
            address = f"/{language.tag}/play?example={example.slug}"
            assert address in first(example.title[language.tag], language, "example")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (MESSAGE, "IL001"),
        (f"Traceback (most recent call last):\n  File 'a.py', line 3\n{MESSAGE}", "IL001"),
        ("a leaf Variable that requires grad is being used in an in-place operation.", "IL101"),
    ],
)
def test_a_pasted_message_leads_to_its_error(query: str, code: str, language: Language) -> None:
    found = find(query, language)
    assert found.message == code
    assert found.hits[0].document.address == f"/{language.tag}/errors/{code}"


@pytest.mark.parametrize("query", ["relu_", "inplace=True", "F.relu(x, inplace=True)", "LeakyReLU", "version counter"])
def test_names_of_code_are_found_in_both_languages(query: str, language: Language) -> None:
    assert find(query, language).hits


def test_no_kind_and_no_lesson_floods_the_page(language: Language) -> None:
    hits = find("inplace", language).hits
    kinds = [hit.document.kind for hit in hits]
    lessons = [hit.document.address.partition("#")[0] for hit in hits if hit.document.kind == "lesson"]
    assert max(map(kinds.count, kinds)) <= MOST_OF_A_KIND
    assert max(map(lessons.count, lessons), default=0) <= 3


def test_answers_and_solutions_of_lessons_cannot_be_found(language: Language) -> None:
    told = " ".join(each.body for each in documents(language, SHELF.lessons, None, {}))
    for lesson in SHELF.lessons:
        for part in lesson.words[language.tag].parts():
            if part.kind in ("reveal", "hint", "solution", "notes"):
                text = " ".join(html.unescape(re.sub(r"<[^>]+>", "", part.html)).split())
                assert len(text) < 40 or text not in told


@pytest.mark.parametrize("query", HOSTILE)
def test_what_was_typed_is_text_and_nothing_else(client: Client, query: str) -> None:
    answer = client.get("/en/search", params={"q": query}, headers=PAGE)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    assert "49" not in re.sub(r"<[^>]+>", " ", answer.text)
    assert "\u202e" not in answer.text


def test_hits_are_marked_in_groups(client: Client) -> None:
    page = client.get("/en/search", params={"q": "leaf"}).text
    assert "<mark>leaf</mark>" in page
    assert 'id="found-error"' in page
    assert 'value="leaf"' in page
    assert 'hreflang="zh-CN" href="/zh/search?q=leaf"' in page


def test_nothing_found_says_so_and_suggests(client: Client) -> None:
    page = client.get("/en/search", params={"q": "verzion"}).text
    assert "Nothing was found" in page
    assert "/en/search?q=version" in page
    assert "Nothing was found" not in client.get("/en/search").text


def test_the_address_without_a_language_keeps_the_query() -> None:
    with new_client() as client:
        answer = client.get("/search", params={"q": "a&b"}, headers={"Accept-Language": "zh"})
    assert (answer.status_code, answer.headers["location"]) == (307, "/zh/search?q=a%26b")


def test_the_api_answers_the_same_and_is_described(client: Client) -> None:
    answer = client.get("/api/v1/search", params={"q": "il101", "lang": "zh"}).json()
    assert answer["hits"][0]["address"] == "/zh/errors/IL101"
    assert "<" not in answer["hits"][0]["passage"]
    assert client.get("/api/v1/search", params={"q": "x" * 4001}).status_code == 422
    assert client.get("/api/v1/search", params={"q": "x", "lang": "fr"}).status_code == 422
    described = client.get("/api/v1/openapi.json").json()
    assert described["paths"]["/api/v1/search"]["get"]["operationId"] == "search"
    assert "SearchAnswer" in described["components"]["schemas"]
