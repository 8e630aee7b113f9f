"""The playground as a plain form: it runs what it is sent, says how that ended, and loses nothing that was typed."""

import asyncio
import html
import re
from typing import get_args

import pytest

from inplace_lab.errors import Busy, RunsLocked, TooMany
from inplace_lab.i18n import CHINESE, ENGLISH, LANGUAGES, Language
from inplace_lab.resources import folder
from inplace_lab.runs.report import Report, Status
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.settings import Settings
from inplace_lab.trace import Cut, Limit, Snippet
from inplace_lab.web.assets import Assets
from inplace_lab.web.examples import DEFAULT, Example, example_groups, example_of
from inplace_lab.web.page import Page
from inplace_lab.web.play_page import PlayPage, RunView
from inplace_lab.web.rendering import Renderer

from .client import Client
from .fakes import FakeRuns

HTML = {"Accept": "text/html"}


def typed(page: str) -> str:
    """What stands in the editor of a page, as a browser reads it: the first newline is not part of it."""
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert found
    return html.unescape(found.group(1))


def test_the_address_without_a_language_leads_to_the_readers(client: Client) -> None:
    answer = client.get("/play?example=expand", headers={"Accept-Language": "zh"})
    assert (answer.status_code, answer.headers["location"]) == (307, "/zh/play?example=expand")


def test_it_opens_with_an_example_that_was_run(client: Client, runs: FakeRuns) -> None:
    page = client.get("/en/play").text
    assert (first := example_of("sigmoid-then-mul"))
    assert typed(page) == first.source
    assert len(runs.asked) == 1
    assert 'id="ending"' in page


@pytest.mark.parametrize("example", [each for group in example_groups() for each in group.examples])
def test_every_example_has_an_address(client: Client, example: Example) -> None:
    page = client.get(f"/zh/play?example={example.slug}").text
    assert typed(page) == example.source
    assert html.escape(example.about["zh"], quote=False) in html.unescape(page)


def test_an_example_that_is_not_there_is_told(client: Client, runs: FakeRuns) -> None:
    assert client.get("/en/play?example=none", headers=HTML).status_code == 404
    assert not runs.asked


@pytest.mark.parametrize(
    "source", ["print(1)\n", "\n\nx = 1", "x = '</textarea><script>'", "print('原地')  # ≥", "", "a = 'tab\t'\n\n"]
)
def test_what_was_sent_runs_and_stays_as_it_was(client: Client, source: str) -> None:
    answer = client.post("/en/play", data={"source": source.replace("\n", "\r\n"), "device": "cpu", "seed": "7"})
    assert answer.status_code == 200
    assert typed(answer.text) == source
    assert 'value="7"' in answer.text
    assert '<option value="cpu" selected>' in answer.text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"seed": "-1"}, 422),
        ({"seed": "seven"}, 422),
        ({"seed": "9" * 30}, 422),
        ({"seed": str(2**63)}, 422),
        ({"device": "tpu"}, 422),
        ({"source": "x\n" * 201}, 413),
        ({"source": "x = 1\n" * 200}, 200),
        ({"seed": ""}, 200),
        ({"device": ""}, 200),
    ],
)
def test_what_cannot_be_run_is_said_and_kept(
    client: Client, runs: FakeRuns, fields: dict[str, str], status: int
) -> None:
    answer = client.post("/en/play", data={"source": "print(1)", **fields}, headers=HTML)
    assert answer.status_code == status
    assert typed(answer.text) == fields.get("source", "print(1)")
    assert ('id="problem"' in answer.text) is (status != 200)
    assert bool(runs.asked) is (status == 200)
    if status == 422 and "seed" in fields:
        assert f'value="{fields["seed"]}"' in answer.text


@pytest.mark.parametrize(("error", "status"), [(Busy("Full."), 503), (TooMany("Enough."), 429)])
def test_a_server_that_is_full_keeps_the_program(client: Client, runs: FakeRuns, error: Exception, status: int) -> None:
    runs.error = error
    answer = client.post("/en/play", data={"source": "x = 5"}, headers=HTML)
    assert answer.status_code == status
    assert "retry-after" in answer.headers
    assert typed(answer.text) == "x = 5"
    assert str(error) in answer.text


def test_locked_runs_keep_the_program(client: Client, runs: FakeRuns) -> None:
    runs.error = RunsLocked()
    answer = client.post("/zh/play", data={"source": "x = 5"}, headers=HTML)
    assert (answer.status_code, typed(answer.text)) == (423, "x = 5")
    assert "老师已锁定运行" in answer.text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/x-www-form-urlencoded"),
        (b"source=%ff%fe%00", "application/x-www-form-urlencoded"),
        (b"source=a&source=b", "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (
            b'--x\r\nContent-Disposition: form-data; name="source"; filename="a"\r\n\r\n1\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (b"{}", "application/json"),
        (b"source=%ED%A0%80", "application/x-www-form-urlencoded"),
    ],
)
def test_no_body_makes_the_page_fail(client: Client, body: bytes, kind: str) -> None:
    answer = client.post("/en/play", content=body, headers={"Content-Type": kind, **HTML})
    assert answer.status_code in (200, 400, 413, 422)


@pytest.mark.parametrize("query", ["step=0", "step=x", "step=99999999999999999999", "example=%00"])
def test_no_address_makes_the_page_fail(client: Client, query: str) -> None:
    assert client.get(f"/en/play?{query}", headers=HTML).status_code in (200, 404, 422)


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    """The renderer of the real templates."""
    return Renderer(folder("templates"), Assets(folder("static")))


def report_of(source: str) -> Report:
    """What really came of a program."""
    return asyncio.run(RunService(InlineSandbox(), Settings()).run(Snippet(source=source, device="cpu")))


def shown(renderer: Renderer, source: str, report: Report, language: Language = ENGLISH) -> str:
    """The page of a program that was run."""
    page = Page(language=language, theme="", path="play", query="", version="0")
    run = RunView.of(report, source)
    return renderer.html(PlayPage(page, Snippet(source=source), run, None, example_groups()))


@pytest.fixture(scope="module")
def failing() -> tuple[str, Report]:
    """The first example and its report."""
    example = example_of(DEFAULT)
    assert example
    return example.source, report_of(example.source)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (ENGLISH, ["Line 4 kept", "Line 5 overwrote it", "Line 6 raised"]),
        (CHINESE, ["第 4 行为反向传播保存了", "第 5 行把它覆盖了", "第 6 行还需要它"]),
    ],
)
def test_an_error_names_three_lines_and_quotes_torch(
    renderer: Renderer, failing: tuple[str, Report], language: Language, words: list[str]
) -> None:
    source, report = failing
    page = shown(renderer, source, report, language)
    for number, sentence in zip((4, 5, 6), words, strict=True):
        assert sentence in page
        assert f'data-line="{number}"' in page
        assert f'<code translate="no">{source.splitlines()[number - 1]}</code></a>' in page
    assert report.trace
    assert report.trace.failure
    assert f'<pre class="said" lang="en" dir="ltr">{html.escape(report.trace.failure.message)}</pre>' in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("limit", get_args(Limit))
def test_every_cut_is_told_in_words(renderer: Renderer, limit: Limit, language: Language) -> None:
    source = "import torch\nx = torch.ones(2)"
    report = report_of(source)
    assert report.trace
    cut = report.trace.model_copy(update={"cuts": (Cut(limit=limit, at=4321, step=0),)})
    notes = re.findall(
        r'<p class="note">(.*?)</p>', shown(renderer, source, report.model_copy(update={"trace": cut}), language)
    )
    assert len(notes) == 1
    assert re.search(r"4,321|4\.22|step 1\b|第 1 步", notes[0])
    assert bool(re.search("[a-z]{4}", notes[0])) is (language is ENGLISH)


def test_what_was_printed_is_shown_as_text(renderer: Renderer) -> None:
    source = "import sys\nprint('<b>\\x1b')\nprint('oops', file=sys.stderr)"
    page = shown(renderer, source, report_of(source))
    assert "&lt;b&gt;␛" in page
    assert "oops" in page
    assert "No tensor was touched" in page
    assert "Nothing was raised." in page


def test_a_program_that_was_stopped_says_so(renderer: Renderer) -> None:
    stopped = report_of("").model_copy(update={"trace": None, "status": Status.TIMED_OUT, "output_cut": True})
    page = shown(renderer, "while True: pass", stopped)
    assert "before it could hand in what it had done" in page
    assert "It printed more than is kept" in page
    assert 'class="ending bad"' in page


def test_silence_is_told(renderer: Renderer) -> None:
    assert "It printed nothing." in shown(renderer, "", report_of(""))


def test_a_line_outside_of_the_program_quotes_nothing(failing: tuple[str, Report]) -> None:
    _, report = failing
    assert RunView.of(report, "one line").failed_line == ""


def test_a_form_that_is_too_large_is_answered_with_a_page(client: Client) -> None:
    answer = client.post("/zh/play", data={"source": "x" * 5000}, headers={"Accept": "text/html"})
    assert answer.status_code == 413
    assert "提交的内容超过了 4096 字节。" in answer.text
