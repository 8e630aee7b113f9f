"""/api/v1/runs, /batches, /reports, /comparisons: what a program can ask for, and come back for."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx import Response

from inplace_lab.lab.service import Lab
from inplace_lab.main import assemble
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.settings import Settings
from inplace_lab.web.run_states import BatchState, RunState
from inplace_lab.web.services import Services

from ..runs.fakes import FakeSandbox
from .client import Client
from .fakes import FakeLab
from .sharing import FAILING, keep, sharing

RUNS, BATCHES, COMPARISONS = "/api/v1/runs", "/api/v1/batches", "/api/v1/comparisons"
LATER = {"Prefer": "respond-async"}
GOOD = "import torch\nx = torch.ones(4, requires_grad=True)\n(x * 2).sum().backward()\nprint(x.grad)\n"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client of an app that runs programs, and measures networks."""
    settings = Settings(state_dir=tmp_path_factory.mktemp("state"), client_queue=4)
    runs = RunService(InlineSandbox(), settings)
    with Client(assemble(Services(settings, runs, Lab(runs)))) as client:
        client.run(asyncio.sleep(0))
        yield client


def run(
    client: Client, source: str = GOOD, status: int = 200, headers: Any = None, query: str = "", **options: Any
) -> Any:
    """What is answered for a program."""
    answer = client.post(RUNS + query, json={"source": source, "device": "cpu", **options}, headers=headers)
    assert answer.status_code == status, answer.text
    return answer


def ended(client: Client, address: str) -> Any:
    """The state at an address, once it is over."""
    while (state := client.get(address).json())["state"] in ("waiting", "running"):
        client.run(asyncio.sleep(0.05))
    assert RunState.model_validate(state).report
    return state


def problem(answer: Response, status: int) -> str:
    """The code of a problem."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    return str(answer.json()["code"])


def test_whoever_does_not_wait_is_told_where_to_come_back(real: Client) -> None:
    answer = run(real, status=202, headers={"Prefer": "wait=5, Respond-Async"}, seed=1)
    state = answer.json()
    assert answer.headers["location"] == f"{RUNS}/{state['id']}"
    assert answer.headers["preference-applied"] == "respond-async"
    assert (state["state"], state["report"], state["problem"]) == ("waiting", None, None)
    done = ended(real, answer.headers["location"])
    assert (done["state"], done["report"]["status"], done["report"]["stdout"]) == (
        "done",
        "ok",
        "tensor([2., 2., 2., 2.])\n",
    )
    assert done["report"]["trace"]["steps"]
    assert done["created"] < done["expires"]


def test_a_stream_tells_each_state_and_ends_with_the_run(real: Client) -> None:
    address = run(real, status=202, headers=LATER, seed=2).headers["location"]
    answer = real.get(f"{address}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    states = [json.loads(line[6:]) for line in answer.text.splitlines() if line.startswith("data: ")]
    assert states[-1]["state"] == "done"
    assert all(state["report"] is None for state in states)
    assert len({json.dumps(state) for state in states}) == len(states)


def test_a_run_that_was_cancelled_stays_cancelled(tmp_path: Path) -> None:
    sandbox, settings = FakeSandbox(), Settings(state_dir=tmp_path)
    sandbox.gate.clear()
    with Client(assemble(Services(settings, RunService(sandbox, settings), FakeLab(None)))) as client:  # type: ignore[arg-type]
        key = {"Idempotency-Key": "one"}
        address = run(client, status=202, headers={**LATER, **key}).headers["location"]
        while client.get(address).json()["state"] != "running":
            client.run(asyncio.sleep(0.01))
        for _ in "12":
            assert client.request("DELETE", address).status_code == 204
        state = client.get(address).json()
        assert (state["state"], state["problem"]["code"]) == ("cancelled", "run-cancelled")
        assert sandbox.stopped == [GOOD]
        assert problem(run(client, status=409, headers=key), 409) == "run-cancelled"


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("GET", "/events"), ("DELETE", "")])
@pytest.mark.parametrize("what", [RUNS, BATCHES])
def test_nobody_guesses_a_run(client: Client, what: str, method: str, path: str) -> None:
    assert problem(client.request(method, f"{what}/0123456789abcdef{path}"), 404) == "no-such-job"


def test_the_same_key_is_the_same_run_whoever_waits(real: Client) -> None:
    key = {"Idempotency-Key": "one"}
    first, again = [run(real, headers={**key, "Cache-Control": "no-cache"}).json() for _ in "12"]
    assert first["timing"] == again["timing"]
    later = run(real, status=202, headers={**key, **LATER, "Cache-Control": "no-cache"}).json()
    assert (later["state"], later["report"]["timing"]) == ("done", first["timing"])
    assert problem(run(real, "print(2)", 422, key), 422) == "idempotency-key-reused"
    assert problem(run(real, status=422, headers={"Idempotency-Key": "k" * 256}), 422) == "bad-request"


def test_without_a_database_whoever_waits_is_answered(tmp_path: Path) -> None:
    tmp_path.joinpath("file").touch()
    with sharing(state_dir=tmp_path / "file" / "state") as client:
        assert run(client).json()["status"] == "ok"
        assert client.post(BATCHES, json={"runs": [{"source": GOOD}]}).json()["results"][0]["report"]["status"] == "ok"
        for headers in (LATER, {"Idempotency-Key": "one"}):
            assert problem(run(client, status=503, headers=headers), 503) == "store-unavailable"


def test_a_summary_has_all_but_the_steps(real: Client) -> None:
    full, short = run(real, FAILING).json(), run(real, FAILING, trace="summary").json()
    assert (short["trace"], full["summary"]) == (None, None)
    summary, trace = short["summary"], full["trace"]
    assert summary["steps"] == len(trace["steps"]) > 0
    assert summary["storages"] == trace["storages"]
    assert summary["failure"]["line"] == 6
    assert summary["peak_bytes"] == max(sum(step["peak"].values()) for step in trace["steps"])
    assert [each["code"] for each in short["diagnoses"]] == ["IL001"]
    assert short["diagnoses"] == full["diagnoses"]


@pytest.mark.parametrize(("trace", "recorded"), [("none", False), (False, False), ("full", True), (True, True)])
def test_what_is_recorded_is_said_in_words_or_as_before(real: Client, trace: object, recorded: bool) -> None:
    assert bool(run(real, trace=trace).json()["trace"]["steps"]) is recorded


def test_parts_of_a_report_can_be_asked_for(real: Client) -> None:
    parts = run(real, FAILING, query="?fields=status,trace.failure,diagnoses").json()
    assert set(parts) == {"status", "trace", "diagnoses"}
    assert set(parts["trace"]) == {"failure"}
    assert parts["trace"]["failure"]["line"] == 6
    for name in ("steps", "trace.step", "status.x", "trace.steps.op", "."):
        assert problem(run(real, status=422, query=f"?fields=status,{name}"), 422) == "bad-request"
    address = run(real, status=202, headers=LATER).headers["location"]
    ended(real, address)
    state = real.get(f"{address}?fields=status").json()
    assert (state["state"], state["report"]) == ("done", {"status": "ok"})


def test_a_result_that_is_given_again_says_so(real: Client) -> None:
    fresh = run(real, seed=5)
    again = run(real, seed=5)
    anew = run(real, seed=5, headers={"Cache-Control": "no-cache"})
    said = [(each.headers["cache-status"], each.json()["cached"]) for each in (fresh, again, anew)]
    assert said == [("inplace-lab; fwd=miss", False), ("inplace-lab; hit", True), ("inplace-lab; fwd=request", False)]
    assert len({each.headers["etag"] for each in (fresh, again, anew)}) == 3


def test_a_limit_of_a_run_holds_for_it_alone(real: Client) -> None:
    cut = run(real, limits={"max_steps": 1}).json()
    whole = run(real).json()
    assert (len(cut["trace"]["steps"]), cut["trace"]["cuts"][0]["limit"]) == (1, "steps")
    assert not whole["trace"]["cuts"]
    assert cut["id"] != whole["id"]
    assert real.get(f"/api/v1/reports/{cut['id']}").json()["trace"]["cuts"]


@pytest.mark.parametrize(("name", "most"), [("wall_seconds", 1e9), ("memory_bytes", 2**62), ("max_steps", 10**9)])
def test_more_than_the_server_gives_is_refused_by_name(client: Client, name: str, most: float) -> None:
    for headers in ({}, LATER):
        answer = run(client, status=422, headers=headers, limits={name: most})
        assert f"limits.{name}" in answer.json()["detail"]


def test_a_report_can_be_taken_once_more(real: Client) -> None:
    report = run(real, FAILING, seed=7)
    address = f"/api/v1/reports/{report.json()['id']}"
    again = real.get(address)
    assert again.json() == report.json()
    assert again.headers["etag"] == report.headers["etag"]
    assert real.get(address, headers={"If-None-Match": f'"x", {again.headers["etag"]}'}).status_code == 304
    short = real.get(f"{address}?trace=summary&fields=summary.steps", headers={"If-None-Match": again.headers["etag"]})
    assert short.json() == {"summary": {"steps": len(report.json()["trace"]["steps"])}}


def test_a_report_is_found_by_its_link_and_by_nothing_else(real: Client) -> None:
    link = keep(real, FAILING)
    assert real.get(f"/api/v1/reports/{link}").json()["status"] == "failed"
    assert problem(real.get("/api/v1/reports/0000000000"), 404) == "no-such-run"


def test_a_large_report_is_compressed_for_whoever_takes_it(real: Client) -> None:
    source = "import torch\nx = torch.ones(8)\nfor _ in range(200):\n    x.add_(1)\n"
    answer = run(real, source, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert int(answer.headers["content-length"]) < len(answer.content) / 5
    assert "content-encoding" not in run(real, source, headers={"Accept-Encoding": "identity"}).headers


def test_each_program_of_a_batch_has_its_own_answer_in_order(real: Client) -> None:
    wanted = [{"source": "print(1)"}, {"source": "1/0"}, {"source": "", "limits": {"wall_seconds": 1e9}}]
    answer = real.post(BATCHES + "?fields=status,stdout", json={"runs": wanted}).json()
    assert (answer["total"], answer["done"]) == (3, 3)
    assert [each["report"] for each in answer["results"]] == [
        {"status": "ok", "stdout": "1\n"},
        {"status": "failed", "stdout": ""},
        None,
    ]
    assert answer["results"][2]["problem"]["status"] == 422


def test_whoever_does_not_wait_for_a_batch_hears_how_far_it_is(real: Client) -> None:
    wanted = {"runs": [{"source": f"print({n})", "trace": "none"} for n in range(3)]}
    answer = real.post(BATCHES, json=wanted, headers={**LATER, "Idempotency-Key": "batch"})
    assert answer.status_code == 202
    assert answer.json() | {"total": 3, "done": 0, "results": []} == answer.json()
    events = real.get(f"{answer.headers['location']}/events").text
    done = [json.loads(line[6:])["done"] for line in events.splitlines() if line.startswith("data: ")]
    assert done == sorted(done)
    assert done[-1] == 3
    state = real.get(answer.headers["location"])
    assert BatchState.model_validate_json(state.text).state == "done"
    assert [each["report"]["stdout"] for each in state.json()["results"]] == ["0\n", "1\n", "2\n"]
    tag = {"If-None-Match": state.headers["etag"]}
    assert real.get(answer.headers["location"], headers=tag).status_code == 304
    waited = real.post(BATCHES, json=wanted, headers={"Idempotency-Key": "batch"})
    assert waited.json()["results"] == state.json()["results"]


@pytest.mark.parametrize("count", [0, 51])
def test_a_batch_has_one_program_at_least_and_fifty_at_most(client: Client, count: int) -> None:
    assert problem(client.post(BATCHES, json={"runs": [{"source": ""}] * count}), 422) == "bad-request"


PROGRAM = "import torch\nx = torch.ones(1000, requires_grad=True)\n{body}\ny.sum().backward()\n"


def test_two_programs_are_compared_by_their_bytes_and_their_bits(real: Client) -> None:
    sides = {"left": "h = x * 2\ny = torch.relu(h)", "right": "y = torch.relu_(x * 2)"}
    body = {side: {"source": PROGRAM.format(body=source), "device": "cpu"} for side, source in sides.items()}
    answer = real.post(COMPARISONS, json=body).json()
    assert (answer["outputs_equal"], answer["gradients_equal"]) == (True, True)
    assert answer["left"]["forward_peak_bytes"] - answer["right"]["forward_peak_bytes"] == 4000
    assert "The peak of forward is 4,000 bytes less on the right" in answer["verdict"]
    assert "have the same bits" in answer["verdict"]


def test_a_program_with_other_gradients_is_told_from_the_left_one(real: Client) -> None:
    sides = {"left": "y = x * 2", "right": "y = x * 3"}
    body = {side: {"source": PROGRAM.format(body=source), "device": "cpu"} for side, source in sides.items()}
    answer = real.post(COMPARISONS, json=body).json()
    assert (answer["outputs_equal"], answer["gradients_equal"]) == (False, False)
    assert "Measured by the left one" in answer["verdict"]


def test_a_side_that_fails_has_its_diagnosis_and_no_figures(real: Client) -> None:
    answer = real.post(COMPARISONS, json={"left": {"source": GOOD}, "right": {"source": FAILING}}).json()
    assert [each["code"] for each in answer["right"]["diagnoses"]] == ["IL001"]
    assert (answer["right"]["peak_bytes"], answer["values"], answer["outputs_equal"]) == (None, [], None)
    assert "right did not come to its end: RuntimeError" in answer["verdict"]


def test_a_network_is_compared_in_the_words_of_its_address(real: Client) -> None:
    words = {"in": "1x2x16x16", "net": "conv(3)~relu", "mode": "train", "vs": "inplace", "device": "cpu"}
    answer = real.post(COMPARISONS, json={"network": words}).json()
    assert (answer["left"]["label"], answer["right"]["label"]) == ("inplace=False", "inplace=True")
    assert (answer["outputs_equal"], answer["gradients_equal"]) == (True, True)
    assert answer["left"]["forward_peak_bytes"] > answer["right"]["forward_peak_bytes"]
    assert {each["name"] for each in answer["values"]} >= {"x", "y"}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"left": {"source": ""}},
        {"network": {}, "left": {"source": ""}},
        {"network": {"net": "nothing", "mode": "x"}},
    ],
)
def test_a_comparison_that_makes_no_sense_is_refused(client: Client, body: dict[str, Any]) -> None:
    assert problem(client.post(COMPARISONS, json=body), 422) == "bad-request"


def test_every_status_of_every_route_of_runs_is_described_with_an_example(client: Client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    of_runs = [path for path in paths if path.split("/")[3] in ("runs", "batches", "reports", "comparisons")]
    assert len(of_runs) >= 8
    for path in of_runs:
        for operation in paths[path].values():
            for status, answer in operation["responses"].items():
                for kind, content in answer.get("content", {}).items():
                    assert "event-stream" in kind or "example" in content or "exports" in path, (path, status)
