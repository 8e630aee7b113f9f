"""Version counters move under the tracer as they move without it, where a TorchDispatchMode would lose some."""

import pytest

from .programs import run

_OPTIMIZER = """
import torch

parameters = [torch.nn.Parameter(torch.ones(3)) for _ in range(2)]
optimizer = torch.optim.{optimizer}(parameters, lr=0.1, {how}=True)
for _ in range(3):
    for parameter in parameters:
        parameter.grad = torch.ones(3)
    optimizer.step()
state = optimizer.state[parameters[0]]
print([p._version for p in parameters], {{k: v._version for k, v in state.items() if isinstance(v, torch.Tensor)}})
"""


@pytest.mark.parametrize("optimizer", ["SGD", "Adam"])
@pytest.mark.parametrize("how", ["foreach", "fused"])
def test_optimizers_move_counters_as_untraced(optimizer: str, how: str) -> None:
    source = _OPTIMIZER.format(optimizer=optimizer, how=how)
    assert run(source).stdout == run(source, trace=False).stdout


def test_foreach_optimizer_between_backwards_still_raises() -> None:
    source = """
import torch
net = torch.nn.Sequential(torch.nn.Linear(3, 3), torch.nn.Linear(3, 1))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, foreach=True)
out = net(torch.randn(2, 3)).sum()
out.backward(retain_graph=True)
optimizer.step()
out.backward()
"""
    traced, untraced = run(source).trace.failure, run(source, trace=False).trace.failure
    assert traced is not None
    assert untraced is not None
    assert traced.message == untraced.message
    assert "modified by an inplace operation" in traced.message
