"""The oracle gives the gradients of a functional program, whatever is written in place, and tells what was spoiled."""

import random

import pytest

from ..tracer.programs import BY_NAME
from .bench import account_of, run, trace_of

_SAVERS = ("sigmoid()", "tanh()", "cos()", "pow(2)", "mul(x)", "sin()")
_WRITES = ("mul_(2)", "add_(x)", "neg_()", "copy_(x)")
_SILENT = ("data.mul_(3)", "detach().numpy().__imul__(3)", "data.zero_()")


def programs(seed: int) -> tuple[str, str]:
    """A random program that writes in place what was saved; and the same one written with functions only."""
    dice = random.Random(seed)
    ours = theirs = "import torch\nx = torch.linspace(-1, 1, 5).requires_grad_()\nh = x * 1.5\ntotal = 0\n"
    for _ in range(4):
        save, write = dice.choice(_SAVERS), dice.choice(_WRITES)
        ours += f"k = h.{save}\nh = h * 0.5 + k.mean()\nk.{write}\ntotal = total + k.sum()\n"
        function = "k = k - k + x\n" if write.startswith("copy") else f"k = k.{write.replace('_(', '(')}\n"
        theirs += f"k = h.{save}\nh = h * 0.5 + k.mean()\n{function}total = total + k.sum()\n"
        if dice.random() < 0.5:
            ours += f"q = h.{save}\ntotal = total + q.sum()\nh.{dice.choice(_SILENT)}\n"
            theirs += f"q = h.{save}\ntotal = total + q.sum()\n"
            ours += "h = x * 1.5\n"
            theirs += "h = x * 1.5\n"
    end = "(total + h.sum()).backward()\ng = x.grad"
    return ours + end, theirs + end


@pytest.mark.parametrize("seed", range(12))
def test_gradients_are_those_of_the_functional_program(seed: int) -> None:
    ours, theirs = programs(seed)
    spoiled, plain = trace_of(ours, oracle="gradients"), trace_of(theirs)
    assert (spoiled.failure, plain.failure) == (None, None)
    has, should = ({each.name: each for each in t.account.ends}["g"] for t in (spoiled, plain) if t.account)
    assert has.head == pytest.approx(should.head, rel=1e-5)


def test_what_was_spoiled_is_told_with_its_numbers() -> None:
    source = "import torch\nx = torch.ones(3, requires_grad=True)\ny = x.exp()\ny.data.zero_()\ny.sum().backward()"
    (spoiled,) = account_of(source, oracle="gradients").spoiled
    assert (spoiled.node, spoiled.op, spoiled.frames[-1].line) == ("ExpBackward0", "exp", 3)
    assert (spoiled.was, spoiled.now) == ((2.7182817,) * 3, (0.0,) * 3)
    assert spoiled.version == spoiled.found == 0


def test_what_was_written_and_put_back_is_not_spoiled() -> None:
    source = (
        "import torch\nx = torch.full((3,), float('nan'), requires_grad=True)\ny = x.exp()\nk = y.detach().clone()\n"
    )
    source += "y.data.zero_()\ny.data.copy_(k)\ny.sum().backward()"
    assert account_of(source, oracle="gradients").spoiled == ()


def test_a_storage_that_is_gone_is_not_looked_into() -> None:
    source = "import torch\nx = torch.ones(1000, requires_grad=True)\ny = x.exp()\ny.untyped_storage().resize_(0)\n"
    assert trace_of(source + "z = torch.autograd.grad(y, x, torch.ones(1000))", oracle="gradients").failure is None


@pytest.mark.parametrize(
    "name", ["checkpointed", "vmap_and_func_grad", "saved_tensors_hooks_of_the_reader", "attention"]
)
def test_a_program_that_runs_says_the_same_under_the_oracle(name: str) -> None:
    assert run(BY_NAME[name], oracle="gradients", trace=False).stdout == run(BY_NAME[name], trace=False).stdout


@pytest.mark.parametrize(
    ("write", "value"),
    [
        ("w += 1", (2.0, 2.0)),
        ("w[0] = 5", (5.0, 1.0)),
        ("w.view(2)[1:].mul_(3)", (1.0, 3.0)),
        ("w = w * 2\na, b = w.unbind()\na += 1", (3.0, 2.0)),
        ("torch.nn.functional.relu(w.sub_(3), inplace=True)", (0.0, 0.0)),
        ("torch.add(w, 1, out=w)", (2.0, 2.0)),
        ("with torch.inference_mode():\n    w = torch.ones(2)\nw += 1", (2.0, 2.0)),
        ("with torch.no_grad():\n    v = w.view(2)\nv *= w * 4", (4.0, 4.0)),
        ("w = torch.arange(3.)\nw[1:] += w[:-1]", (0.0, 1.0, 3.0)),
    ],
)
def test_a_write_that_is_refused_is_done_all_the_same(write: str, value: tuple[float, ...]) -> None:
    source = f"import torch\nw = torch.ones(2, requires_grad=True)\n{write}\nend = w.detach()"
    refused, meant = trace_of(source), trace_of(source, oracle="values")
    assert refused.failure is not None
    assert meant.failure is None
    assert meant.account is not None
    assert {each.name: each.head for each in meant.account.ends}["end"] == value


@pytest.mark.parametrize(
    ("refused", "meant"),
    [
        ("a, b = h.chunk(2)\na *= b\nloss = (a * b).sum()", "a, b = h.chunk(2)\na = a * b\nloss = (a * b).sum()"),
        ("for row in h.view(2, 2):\n    row *= 3\nloss = (h * h).sum()", "h = h * 3\nloss = (h * h).sum()"),
        ("a, b = h.chunk(2)\nh *= h\nloss = (a * b).sum()", "h = h * h\na, b = h.chunk(2)\nloss = (a * b).sum()"),
        (
            "a, b = h.chunk(2)\na += b\nb *= a\nloss = (h * h).sum()",
            "h[:2] += h[2:]\nh[2:] *= h[:2].clone()\nloss = (h * h).sum()",
        ),
        ("for row in h.view(2, 2):\n    row *= row\nloss = row.sum()", "row = h[2:] * h[2:]\nloss = row.sum()"),
        ("o = torch.empty(4)\ntorch.mul(h, h, out=o)\nloss = o.sum()", "loss = (h * h).sum()"),
        ("t = torch.zeros(1, requires_grad=True)\nt += h.sum()\nloss = t.sum()", "loss = h.sum()"),
        ("with torch.no_grad():\n    v = h.view(4)\nv *= w\nloss = h.sum()", "loss = (h * w).sum()"),
        ("e = h.expand(2, 4)\ne += h\nloss = (e * h).sum()", "e = h.expand(2, 4) + h\nloss = (e * h).sum()"),
        ("s = h[:1]\ns += h\nloss = (s * h).sum()", "s = h[:1] + h\nloss = (s * h).sum()"),
        ("h[1:] += h[:-1]\nloss = (h * h).sum()", "h[1:] += h[:-1].clone()\nloss = (h * h).sum()"),
        ("h.sum().backward()\nloss = (h * h).sum()", "h.sum().backward(retain_graph=True)\nloss = (h * h).sum()"),
    ],
)
def test_gradients_go_through_what_is_refused(refused: str, meant: str) -> None:
    head, end = (
        "import torch\nw = torch.arange(1., 5.).requires_grad_()\nh = w * 1.5\n",
        "\nloss.backward()\ng = w.grad",
    )
    assert trace_of(head + refused + end).failure is not None
    has, should = account_of(head + refused + end, oracle="values"), account_of(head + meant + end)
    assert not has.broken
    ours, theirs = ({each.name: each.head for each in account.ends} for account in (has, should))
    assert (ours["g"], ours["loss"]) == (theirs["g"], theirs["loss"])


def test_a_result_of_another_shape_or_dtype_takes_the_place_of_the_tensor() -> None:
    source = "import torch\nx = torch.ones(3)\nx += torch.ones(2, 3)\nn = torch.ones(2).long()\nn /= 4\n"
    told = {each.name: (each.shape, each.head) for each in account_of(source, oracle="values").ends}
    assert told == {"x": ((2, 3), (2.0,) * 6), "n": ((2,), (0.25, 0.25))}


def test_what_means_nothing_stays_refused() -> None:
    for call in (
        "torch.ones(3, requires_grad=True).resize_(4)",
        "torch.ones(3).add_('a')",
        "x = torch.ones(3) @ torch.ones(2)",
    ):
        assert trace_of(f"import torch\n{call}", oracle="values").failure is not None


def test_an_update_outside_the_graph_leaves_gradients_in_doubt() -> None:
    source = "import torch\nx = torch.ones(2, requires_grad=True)\nx += 1\n(x * x).sum().backward()"
    assert account_of(source, oracle="values").broken
    assert not account_of(
        source.replace("torch.ones(2, requires_grad=True)", "torch.nn.Parameter(torch.ones(2))"), oracle="values"
    ).broken


def test_running_statistics_of_training_are_not_spoiled() -> None:
    source = "import torch\nnet = torch.nn.BatchNorm1d(2)\nx = torch.randn(4, 2, requires_grad=True)\n"
    source += "y = net(x)\nnet(x)\n{}y.sum().backward()"
    assert account_of(source.format(""), oracle="gradients").spoiled == ()
    (spoiled,) = account_of(source.format("x.data.zero_()\n"), oracle="gradients").spoiled
    assert spoiled.frames[-1].line == 4
