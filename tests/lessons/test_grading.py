"""Grading: every right answer passes, and every way around the exercise has its own sentence."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from inplace_lab.lessons.grading.grade import grade, judge
from inplace_lab.lessons.grading.verdict import Grade
from inplace_lab.lessons.manifest import Exercise
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.pool import Pool
from inplace_lab.settings import Settings
from inplace_lab.trace import Snippet

from .running import run

GIVEN = "import torch\n\nx = torch.tensor([-1.0, 0.0, 1.0, 2.0], requires_grad=True)\n"
START = GIVEN + "y = x.sigmoid()\ny.mul_(2)\ny.sum().backward()\n"
EXEMPLAR = GIVEN + "y = x.sigmoid() * 2\ny.sum().backward()\n"
TASK: tuple[dict[str, Any], ...] = (
    {"kind": "runs"},
    {"kind": "same", "names": ["y"]},
    {"kind": "gradients", "names": ["x"]},
    {"kind": "keeps", "calls": ["sigmoid"]},
    {"kind": "forbids", "what": ["data", "clone", "no_grad"]},
)
BY_HAND = "s = x.detach().sigmoid()\ng = 2 * s * (1 - s)\n"

RIGHT = {
    "another order": "y = torch.sigmoid(x)\ny = 2 * y\ny.backward(torch.ones_like(y))",
    "a function": """
def f(t):
    return t.sigmoid() * 2

y = f(x)
loss = y.sum()
loss.backward()
assert loss > 0
print(f"{loss:.3f}")
""",
    "a module": """
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.act = torch.nn.Sigmoid()

    def forward(self, t):
        return self.act(t) * 2

y = Net()(x)
y.sum().backward()
""",
    "a checkpoint": """
from torch.utils.checkpoint import checkpoint

y = checkpoint(torch.sigmoid, x, use_reentrant=False) * 2
y.sum().backward()
""",
    "in place where it may be": "y = x * 1\ny.sigmoid_()\ny = y * 2\ny.sum().backward()",
}

WRONG = {
    "print('tensor([0.5379, 1.0000])')": ("same", "there is no tensor y"),
    "y = [1, 2]": ("same", "there is no tensor y"),
    "def f():\n    y = x.sigmoid() * 2\n    y.sum().backward()\nf()": ("same", "outside of functions"),
    "y = x.sigmoid()\ny.sum().backward()": (
        "same",
        "y is not what it should be: it holds 0.2689 and should hold 0.5379",
    ),
    "y = torch.tensor([0.53788, 1.0, 1.46212, 1.76159])": ("same", "With other numbers y is not what"),
    "y = torch.tensor([0.53788, 1.0, 1.46212, 1.76159]) + 0 * x.sigmoid()\ny.sum().backward()": (
        "same",
        "With other numbers y",
    ),
    "y = x.detach().sigmoid() * 2": ("same", "backward does not come through it"),
    "y = x.sigmoid()\n(y * 2).sum().backward()\ny = y.detach() * 2": ("same", "backward does not come through it"),
    "y = x.sigmoid() * 2\ny[:2].sum().backward()": ("gradients", "The gradient of x is 0 and should be 0.3932"),
    f"y = x.sigmoid() * 2\n(y * 0).sum().backward()\n{BY_HAND}x.grad.copy_(g)": ("gradients", "Line 8 writes into"),
    f"y = x.sigmoid() * 2\n(y * 0).sum().backward()\n{BY_HAND}x.grad[:] = g": ("gradients", "with setitem"),
    f"y = x.sigmoid() * 2\n(y * 0).sum().backward()\n{BY_HAND}torch.mul(g, 1, out=x.grad)": ("gradients", "with mul"),
    f"y = x.sigmoid() * 2\n(y * 0).sum().backward()\n{BY_HAND}x.grad.detach().add_(g)": ("gradients", "with add_"),
    f"y = x.sigmoid() * 2\n(y * 0).sum().backward()\n{BY_HAND}x.backward(g)": ("gradients", "Backward begins at x"),
    "y = x.sigmoid() * 2\ndef f(x):\n    (x.sigmoid() * 2).sum().backward()\nf(x.detach().requires_grad_())": (
        "same",
        "backward does not come through",
    ),
    "y = x.sigmoid() * 2\ny.sum().backward()\nclass W:\n    def __init__(self, v): self.value = v\nx = W(x)": (
        "gradients",
        "no tensor x",
    ),
    "try:\n    y = x.sigmoid()\n    y.mul_(2).sum().backward()\nexcept RuntimeError:\n    pass": (
        "runs",
        "Line 6 still raises",
    ),
    "y = (x / 2).tanh() + 1\ny.sum().backward()": ("keeps", "sigmoid is called 0×, and should still be called 1×"),
    "x.sigmoid()\ny = (x / 2).tanh() + 1\ny.sum().backward()": ("keeps", "backward does not come through it"),
    "y = x.sigmoid()\ny = y.clone().mul_(2)\ny.sum().backward()": ("forbids", "Line 5 uses clone"),
    "y = x.sigmoid()\ny.data.mul_(2)\ny.sum().backward()": ("gradients", "is 0.2486 and should be 0.3932"),
    "y = x.sigmoid() * 2\ny.sum().backward()\n1 / 0": ("runs", "raises ZeroDivisionError in line 6"),
    "if x[0] != -1:\n    raise ValueError\ny = x.sigmoid() * 2\ny.sum().backward()": (
        "runs",
        "with other numbers it raises",
    ),
    "for _ in range(2100):\n    x.sin()\ny = x.sigmoid() * 2": ("runs", "more than is recorded"),
}

REFUSED = {
    "x.grad = x.detach()": "gradient by hand",
    "torch.manual_seed(0)": "random numbers",
    "x.register_hook(lambda g: g * 2)": "hook",
    "import sys\nsys.settrace(None)": "imports sys",
    "y.detach = lambda: x": "assigns to y.detach",
}


def graded(
    body: str, checks: Sequence[dict[str, Any]] = TASK, start: str = START, exemplar: str = EXEMPLAR, head: str = GIVEN
) -> Grade:
    """The grade of an answer that begins with the given lines."""
    return asyncio.run(grade(exercise(checks), start, exemplar, f"{head}{body}\n", run))


def exercise(checks: Sequence[dict[str, Any]]) -> Exercise:
    """An exercise with these checks."""
    return Exercise.model_validate(
        {"start": "start.py", "exemplar": "exemplar.py", "fails": checks[0]["kind"], "checks": checks}
    )


def told(found: Grade) -> dict[str, str]:
    """What the checks say that an answer does not pass."""
    return {verdict.kind: str(verdict.sentence) for verdict in found.verdicts if verdict.state == "failed"}


@pytest.mark.parametrize("way", RIGHT)
def test_every_right_answer_passes(way: str) -> None:
    found = graded(RIGHT[way])
    assert (told(found), found.refusal, found.passed) == ({}, None, True)
    assert [verdict.kind for verdict in found.verdicts] == [check["kind"] for check in TASK]
    assert found.report is not None


@pytest.mark.parametrize("body", WRONG)
def test_every_way_around_it_has_its_own_sentence(body: str) -> None:
    kind, words = WRONG[body]
    found = graded(body)
    assert not found.passed
    assert words in told(found).get(kind, "")


@pytest.mark.parametrize("body", REFUSED)
def test_what_is_refused_is_not_run(body: str) -> None:
    found = graded(f"y = x.sigmoid() * 2\ny.sum().backward()\n{body}")
    assert REFUSED[body] in str(found.refusal)
    assert {verdict.state for verdict in found.verdicts} == {"not run"}
    assert (found.passed, found.report) == (False, None)


def test_the_start_fails_and_the_exemplar_passes() -> None:
    assert asyncio.run(judge(exercise(TASK), START, EXEMPLAR, EXEMPLAR, run)).passed
    found = asyncio.run(judge(exercise(TASK), START, EXEMPLAR, START, run))
    assert [verdict.state for verdict in found.verdicts] == ["failed", "not run", "not run", "not run", "ok"]
    assert "RuntimeError in line 6: one of the variables needed" in told(found)["runs"]


def test_an_exemplar_that_does_not_run_is_the_exercise_s_fault() -> None:
    found = graded("y = x.sigmoid() * 2", exemplar=START + "y = 1\n")
    assert "its exemplar cannot be run" in str(found.refusal)
    assert "nothing is called z" in told(graded("y = x * 2", ({"kind": "same", "names": ["z"]},)))["same"]


HALVES = "import torch\n\nx = torch.randn(256, requires_grad=True)\n"
THRIFTY = HALVES + "y = (x * 2).relu_()\ny.sum().backward()\n"
LAVISH = HALVES + "h = x * 2\ny = h.relu()\ny.sum().backward()\n"
DUMMY = "z = torch.ones(1, requires_grad=True)\n(z * 1).backward()\n"
THRIFT = {
    "y = (x * 2).relu()\ny.sum().backward()": ("peak", ""),
    "h = x * 2\ny = h.relu()\nh.mul_(1)\ny.sum().backward()": ("peak", "The peak is 5,144 bytes; at most 4,112"),
    "h = x * 2\ny = (h.exp().log() + 0).relu_()\ny.sum().backward()": ("forward_peak", "The peak of forward is"),
    f"{DUMMY}y = (x * 2).exp().log().relu_()\ny.sum().backward()": (
        "kept",
        "2,056 bytes are kept for backward; at most 1,032",
    ),
    "y = torch.empty(256)\ny.copy_(x.exp())\ny.log_()\ny = (y * 2).relu_()\ny.sum().backward()": ("kept", "are kept"),
    "y = torch.stack([x[i] * 2 for i in range(1)])\nz = [x[i].item() for i in range(80)]": ("kept", "reads 80 numbers"),
}


@pytest.mark.parametrize("body", THRIFT)
def test_bytes_are_counted_wherever_they_are_put(body: str) -> None:
    figure, words = THRIFT[body]
    found = graded(body, ({"kind": "memory", "figure": figure},), LAVISH, THRIFTY, HALVES)
    assert found.passed == (words == "")
    assert words in told(found).get("memory", "")


def test_a_name_may_be_that_of_a_module_and_of_what_lies_in_a_list() -> None:
    start = "import torch\nfrom torch import nn\n\nnet = nn.Sequential(nn.Linear(2, 2))\nx = torch.randn(3, 2)\n"
    body = "opt = torch.optim.SGD(net.parameters(), lr=0.1)\nnet(x).sum().backward()\nopt.step()\n"
    checks = (
        {"kind": "same", "names": ["net"]},
        {"kind": "gradients", "names": ["net[0].weight"]},
        {"kind": "keeps", "calls": ["step", "backward", "linear"]},
    )
    assert graded(f"{body}print(1)", checks, start, start + body, start).passed
    for wrong in (body.replace("opt.step()", "pass"), body + "opt.step()\n", body.replace("sum", "mean")):
        assert "is not what it should be" in told(graded(wrong, checks, start, start + body, start))["same"]


def test_right_values_with_a_gradient_that_is_wrong_in_silence_do_not_pass() -> None:
    start = "import torch\n\nw = torch.ones(3, requires_grad=True)\n"
    model = start + "y = w.exp()\nloss = y.sum()\nloss.backward()\ny = y * 0\n"
    found = graded("y = w.exp()\nloss = y.sum()\ny.data.zero_()\nloss.backward()", TASK[1:2], start, model, start)
    assert found.passed
    gradients = ({"kind": "gradients", "names": ["w"]},)
    wrong = graded("y = w.exp()\nloss = y.sum()\ny.data.zero_()\nloss.backward()", gradients, start, model, start)
    assert "The gradient of w is 0 and should be 2.718" in told(wrong)["gradients"]


def test_a_given_seed_is_changed_too() -> None:
    start = "import torch\ntorch.manual_seed(0)\nx = torch.randn(3)\n"
    same = ({"kind": "same", "names": ["y"]},)
    assert graded("y = x + x", same, start + "y = x\n", start + "y = x * 2\n", start).passed
    by_heart = "y = torch.tensor([3.0820, -0.5869, -4.3576])"
    words = told(graded(by_heart, same, start + "y = x\n", start + "y = x * 2\n", start))["same"]
    assert "With other numbers" in words


def test_what_never_ends_or_fills_the_memory_is_stopped_and_told_by_the_sandbox() -> None:
    bodies = {
        "while True: pass": "stopped after 1.5 s",
        "y = torch.ones(25_000_000_000)": "more memory than the 1024 MiB",
        "while True: print('y')": "printed more than 4 KiB",
        "y = x.sigmoid() * 2\ny.sum().backward()": "",
    }

    async def check() -> None:
        service = RunService(Pool(warm_children=1), Settings(wall_seconds=1.5, warm_children=1, output_bytes=4096))
        await service.start()

        async def sandboxed(snippet: Snippet) -> Any:
            return await service.run(snippet)

        try:
            for body, words in bodies.items():
                found = await grade(exercise(TASK), START, EXEMPLAR, f"{GIVEN}{body}\n", sandboxed)
                assert found.passed == (words == ""), told(found)
                assert words in told(found).get("runs", "")
        finally:
            await service.stop()

    asyncio.run(check())
