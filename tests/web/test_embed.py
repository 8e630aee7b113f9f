"""Embeds: the one place that pages of others may frame. They show what was kept, or ask first and tell nothing."""

from collections.abc import Iterator

import pytest

from inplace_lab.runs.report import Report
from inplace_lab.web.embed_page import ending_of
from inplace_lab.web.headers import SECURITY

from .client import Client
from .sharing import FAILING, PAGE, keep, sharing

ENDINGS = {
    "import torch\ntorch.ones(2).add_(1)\n": "ends",
    "print(1)": "ends",
    "import torch\ntorch.ones(2) @ torch.ones(3)\n": "raises",
    "1 / 0": "raises",
    FAILING: "backward",
    "import torch\ntorch.ones(1).backward()\n": "backward",
}
FRAME = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client of an app of its own."""
    with sharing(state_dir=tmp_path_factory.mktemp("state")) as client:
        yield client


def test_an_embed_may_be_framed_and_differs_in_nothing_else(shared: Client) -> None:
    answer = shared.get(f"/embed/{keep(shared)}", headers=FRAME)
    assert answer.status_code == 200
    assert "x-frame-options" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    policy = answer.headers["content-security-policy"]
    assert policy.replace("frame-ancestors * file:", "frame-ancestors 'none'") == SECURITY["Content-Security-Policy"]
    same = set(SECURITY) - {"Content-Security-Policy", "X-Frame-Options", "Cross-Origin-Resource-Policy"}
    assert {answer.headers[name] for name in same} == {SECURITY[name] for name in same}


@pytest.mark.parametrize(
    "path", ["/en/", "/en/play", "/en/p/{}", "/p/{}.html", "/p/{}.json", "/api/v1/health", "/embed"]
)
def test_nothing_else_may_be_framed(shared: Client, path: str) -> None:
    answer = shared.get(path.format(keep(shared)), headers=FRAME)
    assert answer.status_code == 403
    assert answer.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("kind", ["script", "image", "empty", "object", "embed", "style"])
def test_an_embed_is_loaded_as_a_frame_and_as_nothing_else(shared: Client, kind: str) -> None:
    assert shared.get(f"/embed/{keep(shared)}", headers={**FRAME, "Sec-Fetch-Dest": kind}).status_code == 403


def test_an_embed_takes_no_post(shared: Client) -> None:
    assert shared.post(f"/embed/{keep(shared)}", headers=FRAME).status_code == 403


def test_an_embed_shows_what_its_address_asks_for(shared: Client) -> None:
    id_ = keep(shared)
    page = shared.get(f"/embed/{id_}?lang=zh&theme=dark&step=4&hide=code,moon").text
    assert '<html lang="zh-CN" data-theme="dark">' in page
    assert 'data-step="3"' in page
    assert '<li class="src' not in page
    assert f'<a class="open" href="/zh/p/{id_}?step=4" target="_blank" rel="noopener">' in page


def test_an_embed_that_asks_knows_nothing_of_the_answer(shared: Client) -> None:
    programs = {source: keep(shared, source) for source in ENDINGS}
    bare = {}
    for source, id_ in programs.items():
        page = shared.get(f"/embed/{id_}?ask=1&lang=en&step=2").text
        assert "What happens when this program runs?" in page
        assert not any(told in page for told in ("<trace-player", "What happened", "scene", "player.js"))
        code = page.index('<ol class="source"'), page.index("</ol>")
        bare[source] = (page[: code[0]] + page[code[1] :]).replace(id_, "")
    assert len(set(bare.values())) == 1


@pytest.mark.parametrize("answer", ["ends", "raises", "backward", "stopped"])
@pytest.mark.parametrize(("source", "ending"), ENDINGS.items())
def test_an_answer_is_held_against_what_happened(shared: Client, source: str, ending: str, answer: str) -> None:
    page = shared.get(f"/embed/{keep(shared, source)}?ask=1&answer={answer}&lang=en").text
    assert ('class="predicted right"' if ending == answer else 'class="predicted wrong"') in page
    assert "What happens when" not in page


def test_a_program_without_a_trace_was_stopped(shared: Client) -> None:
    report = Report.model_validate(shared.get(f"/p/{keep(shared)}.json").json()["report"])
    assert ending_of(report.model_copy(update={"trace": None})) == "stopped"


@pytest.mark.parametrize("step", [99, -1, None])
def test_a_failure_that_names_no_step_is_no_failure_of_ours(shared: Client, step: int | None) -> None:
    report = Report.model_validate(shared.get(f"/p/{keep(shared)}.json").json()["report"])
    assert report.trace
    assert report.trace.failure
    failure = report.trace.failure.model_copy(update={"step": step})
    trace = report.trace.model_copy(update={"failure": failure})
    assert ending_of(report.model_copy(update={"trace": trace})) == "raises"


@pytest.mark.parametrize("answer", ["", "moon", "%00"])
def test_an_answer_that_is_none_asks_again(shared: Client, answer: str) -> None:
    assert "What happens when" in shared.get(f"/embed/{keep(shared)}?ask=1&lang=en&answer={answer}").text


def test_an_unknown_embed_says_so_in_the_frame(shared: Client) -> None:
    answer = shared.get("/embed/0000000000", headers={**FRAME, **PAGE})
    assert answer.status_code == 404
    assert "x-frame-options" not in answer.headers
