"""Steps tell how many times the program has come to their line."""

import pytest

from inplace_lab.soundness import refuse_unsound

from .programs import run


def visits(source: str) -> list[tuple[str, int]]:
    """Operation and visit of each step that stands on a line marked with `# here`."""
    marked = {number for number, line in enumerate(source.splitlines(), 1) if "# here" in line}
    trace = run(source).trace
    refuse_unsound(trace)
    assert (trace.failure, trace.cuts) == (None, ())
    return [(step.op, step.visit) for step in trace.steps if step.line in marked]


def test_each_round_of_a_loop_is_a_visit_of_its_lines() -> None:
    source = """
import torch
x = torch.ones(3)
for _ in range(3):
    x.add_(1)  # here
    if x[0] < 3:
        x.mul_(1)  # here
    x.sub_(1)  # here
"""
    told = visits(source)
    assert [visit for op, visit in told if op == "add_"] == [1, 2, 3]
    assert [visit for op, visit in told if op == "mul_"] == [1, 2, 3]
    assert [visit for op, visit in told if op == "sub_"] == [1, 2, 3]


@pytest.mark.parametrize("call", ["x.add_(1)", "torch.relu(x)", "torch.nn.functional.relu(x)", "x + 1", "net(x)"])
def test_a_loop_in_one_line_comes_round_as_well(call: str) -> None:
    source = f"import torch\nx, net = torch.ones(3), torch.nn.ReLU()\nfor _ in range(3): {call}  # here"
    assert [visit for _, visit in visits(source)] == [1, 2, 3]


def test_operations_in_one_line_share_its_visit() -> None:
    source = "import torch\nx = torch.ones(3)\nfor _ in range(2):\n    y = (x * 2).exp() + x.relu().sum()  # here"
    told = visits(source)
    assert [op for op, _ in told] == ["mul", "exp", "relu", "sum", "add"] * 2
    assert [visit for _, visit in told] == [1] * 5 + [2] * 5


def test_an_expression_over_lines_is_one_visit_of_each() -> None:
    source = """
import torch
x = torch.ones(3)
for _ in range(2):
    y = torch.cat([x.exp(),  # here
                   x.sin(),  # here
                   x.cos()])  # here
"""
    told = visits(source)
    assert [op for op, _ in told] == ["exp", "sin", "cos", "cat"] * 2
    assert [visit for _, visit in told] == [1] * 4 + [2] * 4


def test_a_while_loop_comes_to_its_condition_once_more() -> None:
    source = "import torch\nx = torch.ones(1)\nwhile (x < 3):  # here\n    x.add_(1)"
    assert [visit for op, visit in visits(source) if op == "lt"] == [1, 2, 3]


@pytest.mark.parametrize(
    "loop", ["for _ in range(3): f(x)", "for _ in range(3):\n    f(x)", "f(x); f(x); f(x)", "f(x)\nf(x)\nf(x)"]
)
def test_a_function_in_a_loop_is_visited_each_time(loop: str) -> None:
    source = (
        f"import torch\ndef f(x):\n    y = x * 2  # here\n    return y.exp().sum()  # here\nx = torch.ones(3)\n{loop}"
    )
    assert visits(source) == [(op, n) for n in (1, 2, 3) for op in ("mul", "exp", "sum")]


def test_a_line_that_calls_functions_of_ones_own_is_visited_once() -> None:
    source = "import torch\ndef f(x): return x.exp()\nx = torch.ones(3)\ny = x.sin() + f(x) * f(x)  # here"
    assert visits(source) == [("sin", 1), ("mul", 1), ("add", 1)]


def test_a_recursive_function_is_visited_at_each_depth() -> None:
    source = "import torch\ndef f(n):\n    return f(n - 1).exp() if n else torch.ones(1)  # here\nf(2)"
    assert visits(source) == [("ones", 3), ("exp", 2), ("exp", 1)]


def test_a_generator_is_visited_each_time_it_goes_on() -> None:
    source = """
import torch
def numbers(x):
    while True:
        yield x.exp()  # here
for _, y in zip(range(3), numbers(torch.ones(1))):
    y.sin()  # here
"""
    assert visits(source)[:6] == [(op, n) for n in (1, 2, 3) for op in ("exp", "sin")]


def test_nodes_of_a_backward_pass_share_the_visit_of_their_call() -> None:
    source = """
import torch
w = torch.ones(3, requires_grad=True)
for _ in range(3):
    loss = (w * 2).exp().sum()
    loss.backward()  # here
"""
    told = visits(source)
    assert {op for op, _ in told} >= {"backward", "SumBackward0", "ExpBackward0", "MulBackward0"}
    assert [visit for _, visit in told] == sorted(visit for _, visit in told)
    assert {visit for _, visit in told} == {1, 2, 3}
    assert [visit for op, visit in told if op == "ExpBackward0"] == [1, 2, 3]


def test_what_a_module_or_an_optimizer_calls_shares_the_visit() -> None:
    source = """
import torch
from torch import nn
net = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 2), nn.Linear(2, 2))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, foreach=False)
for _ in range(2):
    loss = net(torch.ones(2)).sum()  # here
    loss.backward()
    optimizer.step()  # here
"""
    told = visits(source)
    forward = ["ones", "linear", "relu", "linear", "linear", "sum"]
    steps = [op for op, visit in told if visit == 1]
    assert steps[:6] == forward
    assert len(steps) > 7
    assert told == [(op, 1) for op in steps] + [(op, 2) for op in steps]


def test_blocks_of_ones_own_in_a_sequential_leave_its_line_at_one_visit() -> None:
    source = """
import torch
class Block(torch.nn.Module):
    def forward(self, x):
        return x.exp()  # here
net = torch.nn.Sequential(Block(), Block())
y = net(torch.ones(2)).sum()  # here
"""
    assert visits(source) == [("ones", 1), ("exp", 1), ("exp", 2), ("sum", 1)]


def test_sum_adds_in_one_visit() -> None:
    assert visits("import torch\nx = torch.ones(3)\ny = sum([x, x, x])  # here") == [("add", 1)] * 3


def test_what_cannot_be_told_apart_counts_as_a_loop() -> None:
    assert visits("import torch\nx = torch.ones(3)\ny = list(map(torch.relu, [x, x]))  # here") == [
        ("relu", 1),
        ("relu", 2),
    ]


def test_a_program_that_traces_itself_hears_what_it_hears_untraced() -> None:
    source = """
import sys, torch
heard = []
def trace(frame, event, arg):
    if frame.f_code.co_filename == "snippet.py":
        heard.append((frame.f_code.co_name, event, frame.f_lineno))
        return trace
def f(x):
    y = x + 1
    return y * 2
x = torch.ones(1)
f(x)
sys.settrace(trace)
f(x)
sys.settrace(None)
f(x)
print(heard)
"""
    assert run(source).stdout == run(source, trace=False).stdout
    assert "return" in run(source).stdout
