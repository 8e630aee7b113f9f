"""Whatever a snippet hands in as its trace, its reader gets a report that can be sent and read, or an error of ours."""

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inplace_lab.runs.report import Report, Status
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.sandbox.protocol import Ending, Outcome
from inplace_lab.settings import Settings
from inplace_lab.trace import Snippet, Trace

from ..growth import PROPORTIONAL, growth
from ..runs.fakes import EMPTY, FakeSandbox, outcome
from .mutations import broken, mutated

PROGRAMS = Path(__file__).parents[1] / "programs"
NAMES = ("relu_then_add", "sigmoid_then_mul", "leaf_in_place", "resize_and_set", "syntax_error", "adam_batchnorm")
EXAMPLES = settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)
Reported = Callable[[Outcome], Report]


@pytest.fixture(scope="module")
def reported() -> Iterator[Reported]:
    """What the run service makes of an outcome."""
    sandbox = FakeSandbox()
    service = RunService(sandbox, Settings())
    with asyncio.Runner() as runner:

        def report(came: Outcome) -> Report:
            sandbox.answer = lambda _: came
            report = runner.run(service.run(Snippet(source=""), fresh=True))
            assert Report.model_validate_json(report.model_dump_json()) == report
            return report

        yield report
        runner.run(service.stop())


@pytest.fixture(scope="module")
def traces() -> list[Any]:
    """What the tracer itself said of some programs."""

    async def trace(name: str) -> Any:
        service = RunService(InlineSandbox(), Settings())
        report = await service.run(Snippet(source=(PROGRAMS / f"{name}.py").read_text(), device="cpu"))
        assert report.trace is not None
        return json.loads(report.trace.model_dump_json())

    return [asyncio.run(trace(name)) for name in NAMES]


def test_the_true_traces_are_taken(reported: Reported, traces: list[Any]) -> None:
    for trace in traces:
        assert reported(outcome(result=json.dumps(trace).encode())).trace is not None


@EXAMPLES
@given(data=st.data())
def test_no_mutated_trace_is_a_mistake_of_ours(reported: Reported, traces: list[Any], data: st.DataObject) -> None:
    came = reported(outcome(result=data.draw(mutated(traces))))
    assert came.status is not Status.TIMED_OUT
    assert (came.trace is None) is (came.status is Status.KILLED)


@EXAMPLES
@given(data=st.data())
def test_no_bytes_are_a_mistake_of_ours(reported: Reported, traces: list[Any], data: st.DataObject) -> None:
    reported(outcome(result=data.draw(st.binary(max_size=300) | broken(traces))))


@EXAMPLES
@given(
    ending=st.sampled_from(Ending),
    code=st.integers(-(2**31), 2**31),
    stdout=st.text(st.characters()),
    stderr=st.text(st.characters()),
    result=st.binary(max_size=20),
)
def test_every_ending_has_its_sentence_whatever_was_printed(reported: Reported, **facts: Any) -> None:
    report = reported(outcome(**facts))
    assert report.message.endswith(".")
    assert report.trace is None


SIZE = '"nbytes": %s, "device": "cpu", "category": "inputs", "born": 0, "freed": null, "version": 0}'
STORAGE = '{"id": "s0", ' + SIZE
BOMBS = {
    "nothing": b"",
    "deep": b"[" * 1_000_000,
    "deep in a field": b'{"schema_version": ' + b'{"a":' * 100_000,
    "a bare number": b"1",
    "an endless number": b"9" * 1_000_000,
    "not a number": EMPTY.model_dump_json().replace("0.25", "NaN").encode(),
    "never": EMPTY.model_dump_json().replace("0.25", "-1").encode(),
    "for ever": EMPTY.model_dump_json().replace("0.25", "1e999").encode(),
    "half a character": EMPTY.model_dump_json().replace('"cpu"', r'"\ud800"').encode(),
    "bytes that are no text": EMPTY.model_dump_json().encode().replace(b"cpu", b"\xff\xfe"),
    "another version": EMPTY.model_dump_json().replace('"schema_version":2', '"schema_version":1').encode(),
    "a negative size": EMPTY.model_dump_json().replace('"storages":[]', f'"storages":[{STORAGE % -5}]').encode(),
    "a huge size": EMPTY.model_dump_json().replace('"storages":[]', f'"storages":[{STORAGE % 10**30}]').encode(),
    "an id twice": EMPTY.model_dump_json()
    .replace('"storages":[]', f'"storages":[{STORAGE % 1}, {STORAGE % 1}]')
    .encode(),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_forged_result_is_no_trace(reported: Reported, bomb: bytes) -> None:
    report = reported(outcome(result=bomb))
    assert (report.trace, report.status) == (None, Status.KILLED)


@pytest.mark.parametrize(
    ("where", "forged"),
    [
        ("visit", 0),
        ("visit", 2**63),
        ("contents", [{"storage": "s99", "dtype": "float32", "count": 1, "values": [1]}]),
        ("contents", [{"storage": "s0", "dtype": "float32", "count": 2, "values": [1]}]),
        ("contents", [{"storage": "s0", "dtype": "float32", "count": 2**63}]),
        ("contents", [{"storage": "s0", "dtype": "float32", "count": -1}]),
        ("contents", [{"storage": "s0", "dtype": "float32", "count": 65, "values": [1] * 65}]),
        ("contents", [{"storage": "s0", "dtype": "float32", "count": 1, "values": [float("nan")]}]),
        ("contents", [{"storage": "s0", "dtype": "float32", "count": 1, "values": ["x" * 65]}]),
        ("contents", [{"storage": "s0", "dtype": "float32", "count": 9, "blocks": [{"low": 0, "high": 1}] * 9}]),
        (
            "contents",
            [{"storage": "s0", "dtype": "f", "count": 1, "values": [1], "blocks": [{"low": 0, "high": 1}]}],
        ),
        ("contents", [{"storage": "s0", "dtype": "float32", "count": 64, "values": [1] * 64}] * 2049),
        ("releases", ["n99999"]),
    ],
)
def test_a_step_that_shows_what_none_can_is_no_trace(
    reported: Reported, traces: list[Any], where: str, forged: object
) -> None:
    trace = json.loads(json.dumps(traces[0]))
    trace["steps"][0][where] = forged
    assert reported(outcome(result=json.dumps(trace).encode())).trace is None


def wide(traces: list[Any], steps: int, storages: int) -> bytes:
    """A trace of many steps and storages that is otherwise in order."""
    trace = Trace.model_validate(traces[0])
    step = trace.steps[0].model_copy(update={"reads": (), "writes": (), "creates": (), "saves": (), "states": ()})
    step = step.model_copy(update={"frees": (), "bindings": (), "resizes": (), "node": None, "contents": ()})
    rows = tuple(trace.storages[0].model_copy(update={"id": f"s{i}", "freed": None}) for i in range(storages))
    many = tuple(step.model_copy(update={"index": i}) for i in range(steps))
    return trace.model_copy(update={"steps": many, "storages": rows}).model_dump_json().encode()


@pytest.mark.parametrize(("steps", "storages"), [(20_000, 0), (2_000, 100_000)])
def test_a_trace_beyond_what_is_recorded_keeps_nobody_waiting(
    reported: Reported, traces: list[Any], steps: int, storages: int
) -> None:
    forged, smaller = wide(traces, steps, storages), wide(traces, steps // 4, storages // 4)
    assert reported(outcome(result=forged)).trace is None
    grown = growth(lambda: reported(outcome(result=smaller)), lambda: reported(outcome(result=forged)), times=1)
    assert grown < PROPORTIONAL


def test_a_trace_with_a_million_pairs_to_look_at_keeps_nobody_waiting(reported: Reported, traces: list[Any]) -> None:
    trace = next(trace for trace in traces if trace["failure"] and any(step["saves"] for step in trace["steps"]))
    step = next(step for step in trace["steps"] if step["saves"])
    write = {"tensor": "t0", "storage": None, "kernel": "aten::add_", "before": 0, "after": 1}

    def of(count: int) -> Outcome:
        forged = json.loads(json.dumps(trace))
        forged["steps"][step["index"]] |= {"saves": step["saves"] * count, "writes": [write] * count}
        return outcome(result=json.dumps(forged).encode())

    smaller, larger = of(5000), of(20_000)
    report = reported(larger)
    assert (report.trace is not None, report.diagnoses) == (True, ())
    assert growth(lambda: reported(smaller), lambda: reported(larger), times=1) < PROPORTIONAL
