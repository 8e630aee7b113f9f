"""POST /api/v1/diagnoses: the lines at fault and the fixes that were run, as a document."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest

from inplace_lab.errors import Busy, NoSuchDevice
from inplace_lab.main import assemble
from inplace_lab.runs.service import RunService
from inplace_lab.settings import Settings
from inplace_lab.web.services import Services

from ..runs.fakes import FakeSandbox
from .client import Client
from .fakes import FakeRuns
from .sharing import FAILING, sharing
from .test_presence import SCOPE, Sender, running

DIAGNOSES = "/api/v1/diagnoses"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client of an app that runs programs."""
    with sharing(state_dir=tmp_path_factory.mktemp("state")) as client:
        yield client


def told(client: Client, source: str, **options: Any) -> dict[str, Any]:
    """The answer for a program."""
    answer = client.post(DIAGNOSES, json={"source": source, "device": "cpu", **options})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_both_lines_and_a_fix_that_was_run_are_named(real: Client) -> None:
    document = told(real, FAILING)
    assert (document["status"], document["complete"]) == ("failed", True)
    assert document["error"]["type"] == "RuntimeError"
    (found,) = document["diagnoses"]
    assert (found["code"], found["certain"], found["needed"], found["found"]) == ("IL001", True, 0, 1)
    assert [place["line"] for place in found["saved"] + found["overwritten"]] == [4, 5]
    assert found["raised"]["line"] == 6
    best = found["fixes"][0]
    assert best["verdict"] == "verified"
    assert best["patch"].startswith("--- a/snippet.py\n+++ b/snippet.py\n@@")
    wrong = [fix for fix in found["fixes"] if fix["tempting"] and fix["verdict"] == "wrong"]
    assert any("should be" in fix["reason"] for fix in wrong)


def test_without_fixes_nothing_is_cured(real: Client) -> None:
    (found,) = told(real, FAILING, fixes=False)["diagnoses"]
    assert found["fixes"] == []


def test_a_program_that_is_right_is_told_why(real: Client) -> None:
    document = told(real, "import torch\nx = torch.ones(3, requires_grad=True)\n(x * 2).add_(1).sum().backward()\n")
    assert (document["status"], document["diagnoses"], document["error"]) == ("ok", [], None)
    assert document["fine"]
    assert document["same"] is True


def test_a_program_that_fails_for_another_reason_is_told_its_line(real: Client) -> None:
    document = told(real, "x = 1\nx / 0\n")
    assert document["error"] == {"type": "ZeroDivisionError", "message": "division by zero", "line": 2}
    assert document["diagnoses"] == []


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({}, '"source" is missing'),
        ({"source": "", "fixes": "perhaps"}, '"fixes" is wrong'),
        ({"source": "", "trace": True}, 'no field "trace"'),
        ({"source": "\ud800"}, "lone surrogate"),
    ],
)
def test_a_bad_field_is_named_in_plain_words(client: Client, body: object, word: str) -> None:
    answer = client.post(DIAGNOSES, content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert word in answer.json()["detail"]


@pytest.mark.parametrize(("error", "status"), [(Busy("Full.", retry_after=3), 503), (NoSuchDevice("None."), 422)])
def test_what_keeps_a_run_from_beginning_is_a_problem(
    client: Client, runs: FakeRuns, error: Exception, status: int
) -> None:
    runs.error = error
    answer = client.post(DIAGNOSES, json={"source": ""})
    assert (answer.status_code, answer.json()["status"]) == (status, status)


def test_a_sender_that_hangs_up_stops_it() -> None:
    async def check() -> None:
        sandbox = FakeSandbox()
        sandbox.gate.clear()
        runs = RunService(sandbox, Settings())
        app = assemble(Services(Settings(), runs, None))  # type: ignore[arg-type]
        sender = Sender("1")
        scope = {**SCOPE, "path": DIAGNOSES, "raw_path": DIAGNOSES.encode()}
        answer = asyncio.create_task(app(scope, sender.receive, sender.send))
        await running(runs, 1)
        sender.hangs_up.set()
        await answer
        assert sandbox.stopped == ["1"]
        assert runs.queue.running == 0

    asyncio.run(check())


def test_every_field_is_described(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    operation = document["paths"][DIAGNOSES]["post"]
    assert operation["responses"]["200"]["content"]["application/json"]["example"]["diagnoses"]
    assert set(operation["responses"]) == {"200", "400", "401", "403", "413", "422", "423", "429", "500", "503"}
    for name in ("Question", "Diagnoses", "Found", "TriedFix", "Raised"):
        assert all("description" in each for each in document["components"]["schemas"][name]["properties"].values())


def test_a_run_that_is_too_long_to_record_is_not_called_right(tmp_path_factory: pytest.TempPathFactory) -> None:
    source = "import torch\nx = torch.ones(2)\nfor _ in range(40):\n    x.add_(1)\n"
    with sharing(state_dir=tmp_path_factory.mktemp("state"), max_steps=20) as client:
        document = told(client, source)
        page = client.post("/en/errors", data={"source": source}).text
        outcome = client.post("/en/play", data={"source": source}).text
    assert (document["complete"], document["fine"], document["same"]) == (False, [], None)
    assert "The recording ended before the program did" in page
    assert "Nothing wrong here" not in page + outcome
