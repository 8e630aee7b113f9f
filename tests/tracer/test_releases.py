"""Steps tell which nodes let go of what they kept: by running, or by dying."""

import pytest

from inplace_lab.soundness import refuse_unsound
from inplace_lab.trace import Step, Trace

from .programs import BY_NAME, run

HEAD = "import torch\nw = torch.ones(3, requires_grad=True)\n"


def traced(source: str) -> Trace:
    trace = run(HEAD + source).trace
    refuse_unsound(trace)
    assert (trace.failure, trace.cuts) == (None, ())
    return trace


def released(trace: Trace) -> dict[str, Step]:
    """Where each node let go, by the node's name."""
    names = {node.id: node.name for node in trace.nodes}
    return {names[node]: step for step in trace.steps for node in step.releases}


def test_backward_releases_each_node_when_it_has_run_it() -> None:
    steps = released(traced("loss = (w.sigmoid() ** 2).exp().sum()\nloss.backward()"))
    assert {name: step.op for name, step in steps.items()} == {
        name: name for name in ("ExpBackward0", "PowBackward0", "SigmoidBackward0")
    }


@pytest.mark.parametrize(
    "call", ["loss.backward(retain_graph=True)", "torch.autograd.grad(loss, w, create_graph=True)"]
)
def test_a_retained_graph_keeps_until_it_dies(call: str) -> None:
    steps = released(traced(f"loss = w.exp().sum()\n{call}\nx = torch.ones(1)\ndel loss\ny = torch.ones(1)"))
    assert steps["ExpBackward0"].line == 5


def test_a_retained_graph_is_released_by_the_pass_that_does_not_retain() -> None:
    trace = traced("loss = w.exp().sum()\nloss.backward(retain_graph=True)\nloss.backward()")
    assert (released(trace)["ExpBackward0"].line, released(trace)["ExpBackward0"].op) == (5, "ExpBackward0")
    assert [len(step.releases) for step in trace.steps if step.op == "ExpBackward0"] == [0, 1]


def test_backward_of_torch_autograd_retains_too() -> None:
    trace = traced("loss = w.exp().sum()\ntorch.autograd.backward(loss, retain_graph=True)\nloss.backward()")
    assert released(trace)["ExpBackward0"].line == 5


def test_a_reentrant_pass_inside_a_retained_one_releases_its_own_nodes_only() -> None:
    trace = traced(
        "from torch.utils.checkpoint import checkpoint\n"
        "y = w.exp()\n"
        "loss = checkpoint(torch.sin, y, use_reentrant=True).sum()\n"
        "loss.backward(retain_graph=True)\n"
        "x = torch.ones(1)"
    )
    assert "ExpBackward0" not in released(trace)
    assert released(trace)["SinBackward0"].line == 6


def test_a_graph_that_is_let_go_unused_releases_what_it_kept() -> None:
    trace = traced("y = w.exp()\nloss = y.sum()\ndel y, loss\nx = torch.ones(1)")
    assert released(trace)["ExpBackward0"].line == 4


def test_a_result_that_nobody_keeps_is_released_in_its_own_step() -> None:
    trace = traced("w.exp()\nx = torch.ones(1)")
    assert released(trace)["ExpBackward0"].op == "exp"


def test_a_node_that_kept_nothing_releases_nothing() -> None:
    trace = traced("loss = (w + 1).sum()\nloss.backward()")
    assert released(trace) == {}


@pytest.mark.parametrize("name", BY_NAME)
def test_every_node_is_released_at_most_once_and_only_what_it_kept(name: str) -> None:
    trace = run(BY_NAME[name]).trace
    nodes = [node for step in trace.steps for node in step.releases]
    assert len(nodes) == len(set(nodes))
    assert set(nodes) <= {save.node for _, save in trace.saves()}
