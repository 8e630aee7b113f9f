"""The gallery, the page of each class, and the diagnosis of what a reader pasted."""

import html
import re
from collections.abc import Iterator

import pytest

from inplace_lab.diagnosis.pages import rule_pages
from inplace_lab.i18n import CHINESE, ENGLISH, LANGUAGES, Language, translations
from inplace_lab.resources import folder
from inplace_lab.web.assets import Assets
from inplace_lab.web.page import Page
from inplace_lab.web.prose import backticks, opening, telling
from inplace_lab.web.related import RELATED
from inplace_lab.web.rendering import Renderer

from .client import Client
from .fakes import FakeRuns
from .sharing import FAILING, PAGE, keep, sharing

CODES = [rule.code for rule in rule_pages()]
HOSTILE = "<img src=x onerror=alert(1)>\u202e"
MESSAGE = (
    "RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: "
    "[torch.FloatTensor [4]], which is output 0 of SigmoidBackward0, is at version 1; expected version 0 instead."
)
TRACEBACK = f"""Traceback (most recent call last):
  File "/home/reader/train.py", line 12, in <module>
    loss.backward()
{MESSAGE}
"""
HAZARD = """\
import torch

rows = torch.arange(4.0).reshape(2, 2)
rows[0], rows[1] = rows[1], rows[0]
print(rows)
"""
RIGHT = "import torch\nx = torch.ones(3, requires_grad=True)\n(x * 2).add_(1).sum().backward()\n"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client of an app that runs programs."""
    with sharing(state_dir=tmp_path_factory.mktemp("state")) as client:
        yield client


def words(page: str) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.tag)
def test_every_class_is_in_the_gallery_and_has_a_page(client: Client, language: Language) -> None:
    gallery = client.get(f"/{language.tag}/errors").text
    say = translations(language).gettext
    for rule in rule_pages():
        assert f'href="/{language.tag}/errors/{rule.code}"' in gallery
        answer = client.get(f"/{language.tag}/errors/{rule.code}")
        assert answer.status_code == 200
        assert html.escape(say(rule.title), quote=False) in html.unescape(answer.text)
        assert answer.text.count('<section class="prose">') >= len(rule.sections)


@pytest.mark.parametrize("path", ["/en/errors/IL999", "/en/errors/x", "/errors/IL999", "/fr/errors"])
def test_a_class_that_is_not_there_is_told(client: Client, path: str) -> None:
    assert client.get(path, headers=PAGE).status_code == 404


def test_the_address_without_a_language_leads_to_the_readers(client: Client) -> None:
    for path in ("/errors", "/errors/IL001"):
        answer = client.get(path, headers={"Accept-Language": "zh"})
        assert (answer.status_code, answer.headers["location"]) == (307, f"/zh{path}")


def test_classes_lead_on_to_others_that_there_are() -> None:
    assert set(RELATED) <= set(CODES)
    for code, others in RELATED.items():
        assert set(others) <= set(CODES) - {code}


def test_the_page_of_a_class_runs_its_example_and_then_its_fixes(real: Client) -> None:
    page = real.get("/en/errors/IL001").text
    assert "Line 9 overwrote it" in words(page)
    assert 'class="did-wrote"' in page
    assert "Fixes, run for you" not in page
    answer = real.post("/en/errors/IL001").text
    assert "Fixes, run for you" in answer
    assert re.search(r"✕ -?\d[\d.e-]* ≠ -?\d", words(answer))
    assert "Fixes, run for you" in real.get("/en/errors/IL001").text, "they were run already"


def test_the_playground_opens_the_example_of_a_class(client: Client) -> None:
    page = client.get("/en/play?error=IL001").text
    assert "gate = nn.Linear" in page
    assert 'href="/en/errors/IL001"' in page
    assert client.get("/en/play?error=IL999", headers=PAGE).status_code == 404


@pytest.mark.parametrize("path", ["/en/errors", "/en/fixes"])
def test_a_program_is_run_and_cured(real: Client, path: str) -> None:
    page = real.post(path, data={"source": FAILING, "device": "cpu"}).text
    said = words(page)
    assert "Line 4 kept y for backward" in said
    assert "Line 5 overwrote it" in said
    assert "needs v0 ✕ finds v1" in said
    assert "✓ right" in said
    assert "often advised" in said
    assert re.search(r'name="source" value="[^"]*y = y\.mul\(2\)', page), "a fix can be taken over"


def test_a_diagnosis_speaks_chinese(real: Client) -> None:
    said = words(real.post("/zh/errors", data={"source": FAILING}).text)
    assert "第 5 行把它覆盖了" in said
    assert translations(CHINESE).gettext("The result that an operation kept was overwritten") in said
    assert "Write out of place" not in said


@pytest.mark.parametrize("text", [TRACEBACK, MESSAGE, MESSAGE.removeprefix("RuntimeError: ")])
def test_a_message_is_explained_and_nothing_is_run(client: Client, runs: FakeRuns, text: str) -> None:
    said = words(client.post("/en/errors", data={"source": text}).text)
    assert "What cannot be known from it" in said
    assert "It was kept at version 0 and is at version 1" in said
    assert ("/home/reader/train.py:12" in said) is (text is TRACEBACK)
    assert not runs.asked


def test_a_traceback_of_another_kind_is_not_run_either(client: Client, runs: FakeRuns) -> None:
    text = 'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\nKeyError: 1\n'
    assert "none that torch uses" in words(client.post("/en/errors", data={"source": text}).text)
    assert not runs.asked


def test_a_program_that_quotes_a_traceback_is_run(client: Client, runs: FakeRuns) -> None:
    client.post("/en/errors", data={"source": f'text = """{TRACEBACK}"""'})
    assert runs.asked


@pytest.mark.parametrize(
    "source",
    [
        f'import torch\nraise RuntimeError("{HOSTILE}")',
        FAILING.replace("mul_(2)", f'mul_(2)  # {HOSTILE}</script>"'),
        f"{TRACEBACK}{HOSTILE}",
        TRACEBACK.replace("train.py", HOSTILE),
    ],
)
def test_what_was_pasted_is_text_and_nothing_else(real: Client, source: str) -> None:
    page = real.post("/en/errors", data={"source": source}).text
    assert "onerror" in page
    assert "<img src" not in page
    assert "\u202e" not in page


def test_what_cannot_be_run_is_said_and_kept(client: Client) -> None:
    answer = client.post("/en/errors", data={"source": "x = 1\n" * 201}, headers=PAGE)
    assert answer.status_code == 413
    assert "201 lines" in words(answer.text)
    assert answer.text.count("x = 1\n") >= 200


def test_a_hazard_shows_although_nothing_was_raised(real: Client) -> None:
    page = real.post("/en/play", data={"source": HAZARD}).text
    assert 'id="ending" class="ending good"' in page
    assert "⚠" in page
    assert "yet something is wrong" in words(page)
    assert 'class="finding' in page


def test_a_program_that_is_right_says_why(real: Client) -> None:
    said = words(real.post("/en/play", data={"source": RIGHT}).text)
    assert "Nothing found so far" in said
    assert "Compare the gradients, too" in said
    said = words(real.post("/en/fixes", data={"source": RIGHT}).text)
    assert "Nothing wrong here" in said
    assert "gradients and losses are the same" in said


def test_what_no_rule_explains_is_told_and_not_called_right() -> None:
    renderer = Renderer(folder("templates"), Assets(folder("static")))
    found = renderer.environment(ENGLISH).from_string('{% include "_findings.html" %}')
    given = {"cards": (), "fine": (), "clean": True, "settled": True, "examined": True, "left_out": 2, "ask": ""}
    said = words(found.render(**given, same=False, links="", page=Page(ENGLISH, "", "", "", "0")))
    assert "No rule found anything. And yet" in said
    assert "Nothing wrong here" not in said
    assert "no time for 2 more fixes" in said


def test_a_link_an_embed_and_a_file_show_the_diagnosis(real: Client) -> None:
    id_ = keep(real)
    for path in (f"/en/p/{id_}", f"/embed/{id_}?lang=en", f"/p/{id_}.html?lang=en"):
        page = real.get(path).text
        assert "Line 5 overwrote it" in words(page)
        assert "Fixes, run for you" not in page
    assert "Line 5" not in words(real.get(f"/embed/{id_}?lang=en&ask=1").text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("call `f(x)` or `g`", 'call <code translate="no">f(x)</code> or <code translate="no">g</code>'),
        ("a < b, `<b>`", 'a &lt; b, <code translate="no">&lt;b&gt;</code>'),
        ("one ` alone", "one ` alone"),
    ],
)
def test_backticks_are_code_and_the_rest_is_text(text: str, shown: str) -> None:
    assert backticks(text) == shown


def test_the_first_sentence_ends_where_a_reader_would_end_it() -> None:
    assert opening("Write `x.data` here. Then go on.") == "Write `x.data` here."
    assert opening("写入 x.data。然后继续。") == "写入 x.data。"
    assert opening("no end") == "no end"


def test_of_a_message_is_shown_what_others_do_not_say() -> None:
    assert telling(f"{MESSAGE} Hint: enable anomaly detection").startswith("… modified by an inplace operation: [")
    assert telling("ValueError: x") == "ValueError: x"
