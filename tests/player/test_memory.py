"""The memory of a trace: its highest moment, what made it, and the numbers of the chart and the table."""

import json
from itertools import accumulate

import pytest

from inplace_lab.player.memory import MOST_ROWS, Memory
from inplace_lab.trace import Bytes, Trace
from tests.tracer.programs import BY_NAME, run

TRAINING = """import torch
w = torch.ones(256, requires_grad=True)
for i in range(80):
    x = torch.ones(256 + i % 3, 256)
    y = (x * w).relu()
    y.sum().backward()
"""


@pytest.fixture(scope="module", params=["adam_batchnorm", "raises_in_a_function", "sigmoid_then_mul"])
def trace(request: pytest.FixtureRequest) -> Trace:
    """What a program did."""
    return run(BY_NAME[request.param]).trace


@pytest.fixture(scope="module")
def long() -> Trace:
    """A run of many steps."""
    return run(TRAINING).trace


def test_no_moment_is_higher_than_the_peak_and_none_before_it_as_high(trace: Trace) -> None:
    peak = Memory(trace).peak
    assert peak.nbytes == trace.peak() == sum(Memory(trace).parts.values())
    assert all(step.peak.total < peak.nbytes for step in trace.steps[: peak.step.index])


def test_the_figure_adds_up_to_what_was_recorded(trace: Trace) -> None:
    figure = json.loads(json.dumps(Memory(trace).figure))
    live = {kind: list(accumulate(changes)) for kind, changes in figure["live"].items()}
    totals = [sum(each) for each in zip(*live.values(), strict=True)]
    highest = [more + total for more, total in zip(accumulate(figure["over"]), totals, strict=True)]
    assert totals == [step.live.total for step in trace.steps]
    assert highest == [step.peak.total for step in trace.steps]
    assert all(live[kind] == [getattr(step.live, kind) for step in trace.steps] for kind in live)
    assert [figure["names"][call] for call in figure["calls"]] == [step.op.rsplit("::")[-1] for step in trace.steps]


def test_a_peak_in_backward_is_traced_to_the_call_whose_backward_it_is() -> None:
    source = "import torch\nx = torch.ones(64, 64, requires_grad=True)\ny = x * x\ny.sum().backward()"
    peak = Memory(run(source).trace).peak
    assert (peak.step.op, peak.step.line) == ("MulBackward0", 4)
    assert peak.maker
    assert (peak.maker.op, peak.maker.line) == ("mul", 3)


def test_whoever_takes_the_gradient_of_a_leaf_is_nobodys_backward() -> None:
    source = "import torch\nx = torch.ones(9, requires_grad=True)\nfor _ in range(2):\n    x.exp().sum().backward()"
    trace = run(source).trace
    taker = next(step for step in trace.steps if step.op == "AccumulateGrad")
    high = taker.model_copy(update={"peak": Bytes(gradients=2**30)})
    peak = Memory(trace.model_copy(update={"steps": (*trace.steps[: taker.index], high)})).peak
    assert peak.step.op == "AccumulateGrad"
    assert peak.maker is None


def test_the_table_of_a_long_run_leaves_out_only_steps_at_which_nothing_changes(long: Trace) -> None:
    rows = Memory(long).rows
    assert MOST_ROWS < len(rows) < len(long.steps)
    shown = None
    kept = {row.index: row for row in rows}
    for step in long.steps:
        shown = kept.get(step.index, shown)
        assert shown
        assert (shown.live, shown.peak) == (step.live, step.peak)


def test_two_thousand_steps_are_a_small_document(long: Trace) -> None:
    steps = (long.steps * (2000 // len(long.steps) + 1))[:2000]
    many = long.model_copy(update={"steps": tuple(s.model_copy(update={"index": i}) for i, s in enumerate(steps))})
    assert len(json.dumps(Memory(many).figure)) < 100_000
