"""What is taken away works without the server, and is nothing but what was kept."""

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

from inplace_lab.runs.report import Report
from inplace_lab.trace import Snippet

from .client import Client
from .sharing import FAILING, keep, sharing

HOSTILE = """\
import torch
x = torch.ones(2)
x.add_(1)  # </script><script>alert(1)</script><style>
print("</pre><img src=x>")
"""
LONG = "import torch\nx = torch.ones(2)\nfor _ in range(60): x.add_(1)\n"
MADE = r"# http://127\.0\.0\.1/p/[0-9a-f]{10}\n# Made with torch 2\.[0-9a-z.+]+\.\n"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client of an app of its own."""
    with sharing(state_dir=tmp_path_factory.mktemp("state")) as client:
        yield client


@pytest.mark.parametrize("kind", ["py", "ipynb", "json", "html"])
def test_a_file_has_a_name_and_a_type_that_nobody_guesses_at(shared: Client, kind: str) -> None:
    id_ = keep(shared)
    answer = shared.get(f"/p/{id_}.{kind}")
    assert answer.headers["content-disposition"] == f'attachment; filename="inplace-lab-{id_}.{kind}"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "'unsafe" not in answer.headers["content-security-policy"]


def test_the_program_is_what_was_kept_below_where_it_is_from(shared: Client) -> None:
    text = shared.get(f"/p/{keep(shared)}.py").text
    assert re.sub(MADE, "", text) == FAILING
    compile(text, "kept.py", "exec")


def test_the_notebook_has_the_program_in_its_second_cell(shared: Client) -> None:
    notebook = shared.get(f"/p/{keep(shared)}.ipynb").json()
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    about, program = notebook["cells"]
    assert "".join(program["source"]) == FAILING
    assert (about["cell_type"], program["cell_type"], program["outputs"]) == ("markdown", "code", [])
    assert all(re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", cell["id"]) for cell in notebook["cells"])


def test_the_trace_can_be_read_back(shared: Client) -> None:
    document = shared.get(f"/p/{keep(shared)}.json").json()
    assert Snippet.model_validate(document["snippet"]).source == FAILING
    assert Report.model_validate_json(json.dumps(document["report"])).trace


def test_the_code_to_scan_is_a_drawing(shared: Client) -> None:
    answer = shared.get(f"/p/{keep(shared)}.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert ElementTree.fromstring(answer.content).tag.endswith("svg")


@pytest.mark.parametrize("source", [FAILING, HOSTILE])
def test_the_page_runs_what_it_names_by_hash_and_asks_for_nothing(shared: Client, source: str) -> None:
    page = shared.get(f"/p/{keep(shared, source)}.html?lang=zh&theme=dark&step=2").text
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    named = {each.replace("&#39;", "'") for each in re.findall(r"sha256-[^&']+", policy[1])}
    inside = re.findall(r"<(style|script)(?: type=\"module\")?>(.*?)</\1>", page, re.DOTALL)
    assert {f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}" for _, text in inside} == named
    assert policy[1].startswith("default-src &#39;none&#39;;")
    assert not re.search(r"<(link|img|iframe|object|embed|base|form)\b|<[a-z][^>]*\ssrc=|@import|url\(", page)
    assert '<html lang="zh-CN" data-theme="dark">' in page
    assert 'data-step="1"' in page
    assert 'data-more=""' in page


def test_the_page_has_every_step(shared: Client) -> None:
    page = shared.get(f"/p/{keep(shared, LONG)}.html").text
    assert page.count('<li class="scene') == 61


def test_a_program_that_touched_no_tensor_can_be_taken_away_too(shared: Client) -> None:
    page = shared.get(f"/p/{keep(shared, 'print(6 * 7)')}.html").text
    assert '<pre dir="ltr">42\n</pre>' in page
