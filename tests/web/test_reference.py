"""/en/api: every route of the description, with examples that do what they say when they are typed."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from inplace_lab.web.reference.example import Example
from inplace_lab.web.reference.examples import EXAMPLES, FIRST, PROBLEMS, WITHOUT
from inplace_lab.web.reference.languages import texts
from inplace_lab.web.reference.operations import records

from ..client.described import description, operations
from ..client.serving import serving, settle
from .client import Client

ALL = (*EXAMPLES, *PROBLEMS)
_STRANGERS = {
    400: {"Host": "lab.example"},
    401: {"Authorization": "Bearer il_unknown"},
    403: {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "empty"},
}
_EXECUTE = """
import contextlib, io, json, sys, traceback
for name, text in json.load(sys.stdin).items():
    with contextlib.redirect_stdout(io.StringIO()) as told:
        try:
            exec(text, {})
        except BaseException:
            traceback.print_exc(file=told)
    print(json.dumps([name, told.getvalue()]), flush=True)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server."""
    with serving(tmp_path_factory.mktemp("state")) as address:
        yield address


def typed(example: Example, server: str, folder: Path) -> str:
    """What a shell shows for an example."""
    settle(server)
    text = texts(example, server)["curl"]
    told = subprocess.run(["sh", "-c", text], capture_output=True, text=True, cwd=folder, timeout=120)
    return told.stdout.replace("\r", "")


def statuses(output: str) -> list[int]:
    """The statuses that curl has shown; that it may go on sending is none of the server's answers."""
    return [int(each) for each in re.findall(r"^HTTP/[\d.]+ (\d+)", output, re.MULTILINE) if each != "100"]


@pytest.fixture(scope="module")
def said(server: str) -> dict[str, str]:
    """What each example prints in Python. One process runs all of them, for none needs another."""
    sources = {each.id: text for each in ALL if (text := texts(each, server).get("Python"))}
    told = subprocess.run(
        [sys.executable, "-c", _EXECUTE], input=json.dumps(sources), capture_output=True, text=True, timeout=600
    )
    return dict(json.loads(line) for line in told.stdout.splitlines())


@pytest.mark.parametrize("example", ALL, ids=lambda example: example.id)
def test_curl_is_answered_with_the_status_that_is_shown(example: Example, server: str, tmp_path: Path) -> None:
    output = typed(example, server, tmp_path)
    found = statuses(output)
    assert example.status in found if example.status == 429 else found == [example.status], output
    assert not example.file or (tmp_path / example.file).stat().st_size > 0


def test_the_first_line_of_the_page_runs_a_program(server: str, tmp_path: Path) -> None:
    told = json.loads(typed(FIRST, server, tmp_path).split("\n\n", 1)[1])
    assert told == {"status": "ok", "message": told["message"], "stdout": "tensor([2., 2., 2.])\n"}


@pytest.mark.parametrize("example", [each for each in ALL if each.python], ids=lambda example: example.id)
def test_python_says_what_is_shown(example: Example, said: dict[str, str]) -> None:
    assert "Traceback" not in said[example.id]
    assert said[example.id].startswith(f"{example.status} " if example.refused else "")
    assert said[example.id]


@pytest.mark.parametrize(
    "example",
    [each for each in EXAMPLES if each.status in (200, 202) and not each.file and each.operation[:5] != "watch"],
    ids=lambda example: example.id,
)
def test_an_answer_looks_as_it_is_shown(example: Example, server: str, tmp_path: Path) -> None:
    told = json.loads(typed(example, server, tmp_path).split("\n\n", 1)[1])
    responses = operations()[example.operation][2]["responses"]
    shown = responses[str(example.status)]["content"]["application/json"]["example"]
    assert set(told) == set(shown)


@pytest.mark.parametrize("operation", operations())
def test_each_status_that_is_documented_is_shown_or_has_a_reason(operation: str) -> None:
    shown = {each.status for each in EXAMPLES if each.operation == operation} | {each.status for each in PROBLEMS}
    documented = {int(status) for status in operations()[operation][2]["responses"]}
    assert documented - shown - set(WITHOUT) == set()
    assert {each.status for each in EXAMPLES if each.operation == operation} <= documented


@pytest.mark.parametrize("operation", operations())
def test_strangers_are_refused_everywhere_and_each_route_says_so(operation: str, server: str) -> None:
    method, path, told = operations()[operation]
    for status, headers in _STRANGERS.items():
        answer = httpx.request(method, server + path, headers=headers, json={} if method == "POST" else None)
        assert answer.status_code == status
        assert str(status) in told["responses"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_has_every_route_record_and_example(client: Client, language: str) -> None:
    page = client.get(f"/{language}/api").text
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(operations()) <= set(ids)
    assert {f"record-{each.name}" for each in records(description())} <= set(ids)
    assert {f"{each.id}-{name}" for each in ALL for name in texts(each, "")} <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert page.index('<code class="text">curl -s ') < page.index('<nav class="contents"')


def test_an_address_without_a_language_leads_to_the_readers(client: Client) -> None:
    answer = client.get("/api", headers={"Accept-Language": "zh"})
    assert (answer.status_code, answer.headers["location"]) == (307, "/zh/api")
