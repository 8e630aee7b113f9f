"""Whatever a snippet hands in as its trace: if the trace is taken, every file of it can be written and read."""

import asyncio
import csv
import json
import shutil
from io import StringIO
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from inplace_lab.exports.chrome_trace import chrome_trace
from inplace_lab.exports.dot import dot
from inplace_lab.exports.memory_viewer import memory_viewer
from inplace_lab.exports.timeline_csv import timeline_csv
from inplace_lab.runs.reading import read
from inplace_lab.sandbox.protocol import Limits
from inplace_lab.settings import Settings
from inplace_lab.trace import Trace
from tests.fuzz.mutations import mutated
from tests.runs.fakes import outcome

from .replayed import levels, unpickled
from .test_dot import drawn
from .traces import trace_of

WRITTEN = ("sigmoid_then_mul", "resize_and_set", "saved_tensors_hooks_of_the_reader")
LIMITS = Limits(**{name: getattr(Settings(), name) for name in Limits.__dataclass_fields__})
USUAL = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)


@pytest.fixture(scope="module")
def documents() -> list[Any]:
    """What the tracer itself said of some small programs."""
    return [json.loads(trace_of(name).model_dump_json()) for name in WRITTEN]


def taken(data: st.DataObject, documents: list[Any]) -> Trace:
    """A trace that no tracer wrote, and that is taken all the same."""
    reading = asyncio.run(read(outcome(result=data.draw(mutated(documents))), LIMITS))
    assume(reading.trace is not None)
    assert reading.trace is not None
    return reading.trace


@settings(USUAL, max_examples=60)
@given(data=st.data())
def test_every_byte_every_step_and_every_line_is_there(documents: list[Any], data: st.DataObject) -> None:
    trace = taken(data, documents)
    ends, level = dict(levels(unpickled(memory_viewer(trace)))), 0
    for step in trace.steps:
        level = ends.get(step.index, level)
        assert level == step.live.total
    slices = [event for event in json.loads(chrome_trace(trace))["traceEvents"] if event["ph"] == "X"]
    rows = [*csv.DictReader(StringIO(timeline_csv(trace), newline=""), strict=True)]
    assert len(slices) == len(rows) == len(trace.steps)


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not here: scripts/apt graphviz")
@settings(USUAL, max_examples=20)
@given(data=st.data())
def test_graphviz_draws_it(documents: list[Any], data: st.DataObject) -> None:
    drawn(dot(taken(data, documents)))
