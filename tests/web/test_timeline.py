"""The memory timeline of a run, and the library that draws it."""

import asyncio
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from inplace_lab.errors import NoSuchRun
from inplace_lab.main import assemble
from inplace_lab.runs.report import Report, Status, Timing
from inplace_lab.sentence import Sentence
from inplace_lab.settings import Settings
from inplace_lab.store.store import Store
from inplace_lab.trace import Snippet
from inplace_lab.web import plotly
from inplace_lab.web.recall import trace_of
from inplace_lab.web.services import Services
from tests.tracer.programs import run

from .client import Client
from .fakes import FakeLab, FakeRuns

SQUARE = "import torch\nx = torch.ones(256, 256, requires_grad=True)\ny = x * x\ny.sum().backward()\n"
RUDE = """import torch
Rude = type("</script><b>&\\u202e", (torch.autograd.Function,), {
    "forward": staticmethod(lambda ctx, x: x * 2),
    "backward": staticmethod(lambda ctx, grad: grad * 2),
})
Rude.apply(torch.ones(4, requires_grad=True)).sum().backward()
"""
BROWSER = {"Accept": "text/html"}


def remembered(source: str, id_: str = "abcdefghjk") -> tuple[Snippet, Report]:
    """A run, as it is remembered."""
    timing = Timing(queued=0, wall=0, cpu=0, program=None)
    report = Report(
        id=id_,
        status=Status.OK,
        message="",
        sentence=Sentence(text=""),
        trace=run(source).trace,
        timing=timing,
        stdout="",
        stderr="",
        output_cut=False,
    )
    return Snippet(source=source), report


@pytest.fixture
def client(runs: FakeRuns, tmp_path: Path) -> Iterator[Client]:
    """A client of an app that remembers the runs which a test puts there."""
    app = assemble(Services(Settings(state_dir=tmp_path), runs, FakeLab(None)))  # type: ignore[arg-type]
    with Client(app) as client:
        yield client


def words(html: str) -> str:
    """The text of the peak."""
    return " ".join(re.sub(r"<[^>]+>", "", re.search(r"<memory-timeline[^>]*>\s*<p>(.*?)</p>", html, re.S)[1]).split())  # type: ignore[index]


def test_the_peak_is_named_in_both_languages(client: Client, runs: FakeRuns) -> None:
    runs.recalled["abcdefghjk"] = remembered(SQUARE)
    assert words(client.get("/en/timeline/abcdefghjk").text) == (
        "Peak: 1.00 MiB at step 6, line 4, in MulBackward0. That is the backward of mul at step 2, line 3: y = x * x"
    )
    assert words(client.get("/zh/timeline/abcdefghjk").text) == (
        "峰值：1.00 MiB，出现在第 6 步（第 4 行）的 MulBackward0 中。 它是第 2 步（第 3 行） mul 的反向： y = x * x"
    )


@pytest.mark.parametrize(("path", "said"), [("/en/", "This run is not here any more"), ("/zh/", "这次运行已不在这里")])
def test_a_run_that_is_gone_is_said_to_be(client: Client, path: str, said: str) -> None:
    answer = client.get(f"{path}timeline/abcdefghjk", headers=BROWSER)
    assert answer.status_code == 404
    assert said in answer.text


def test_what_a_program_calls_its_parts_stays_text(client: Client, runs: FakeRuns) -> None:
    runs.recalled["abcdefghjk"] = remembered(RUDE)
    html = client.get("/en/timeline/abcdefghjk").text
    data = re.search(r'<script type="application/json">(.*?)</script>', html, re.S)
    assert data
    assert any("</script><b>&⟨U+202E⟩" in name for name in json.loads(data[1])["names"])
    assert "<b>" not in html
    assert "\u202e" not in html


def test_a_run_that_was_kept_is_found_when_it_is_not_remembered(tmp_path: Path) -> None:
    async def look() -> None:
        store = Store(Settings(state_dir=tmp_path))
        await store.start()
        kept = await store.keep(*remembered(SQUARE))
        services = SimpleNamespace(runs=FakeRuns(), store=store)
        snippet, report = await trace_of(services, kept.id)  # type: ignore[arg-type]
        assert (snippet.source, report.trace) == (SQUARE, kept.report.trace)
        with pytest.raises(NoSuchRun):
            await trace_of(services, "nothing")  # type: ignore[arg-type]
        await store.stop()

    asyncio.run(look())


def test_the_library_is_compressed_once_and_kept_for_ever(client: Client) -> None:
    small = client.get(plotly.URL, headers={"Accept-Encoding": "gzip"})
    large = client.get(plotly.URL, headers={"Accept-Encoding": "identity"})
    assert small.headers["content-encoding"] == "gzip"
    assert int(small.headers["content-length"]) < 1_600_000
    assert "content-encoding" not in large.headers
    assert small.content == large.content == gzip.decompress(plotly._compressed())
    for answer in (small, large):
        assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers.get_list("vary") == ["Accept-Encoding"]
    assert plotly._compressed() is plotly._compressed()


def test_a_page_of_an_older_server_gets_the_present_library_for_a_while(client: Client) -> None:
    answer = client.request("HEAD", "/library/plotly-0.0.1.min.js")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=60"
