"""Hazards: what is wrong in silence is found with its numbers, and its harmless twin is left alone."""

import pytest

from inplace_lab.diagnosis.diagnose import diagnose
from inplace_lab.diagnosis.model import Diagnosis

from .trials import trial

HEAD = """
import torch
from torch import nn
from torch.nn import functional as F
torch.manual_seed(0)
"""

BLOCK = """
class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)
    def forward(self, x):
{body}
out = Block()(nn.Linear(3, 3)(torch.randn(2, 3)))
"""


def block(*lines: str) -> str:
    """A program with a module whose forward has these lines."""
    return BLOCK.format(body="\n".join(f"        {line}" for line in lines))


TRAIN = """
model = nn.Linear(2, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
x = torch.randn(4, 2)
{before}
for _ in range(3):
    loss = model(x).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    {inside}
    optimizer.step()
{after}
"""


def training(before: str = "", inside: str = "pass", after: str = "") -> str:
    """A program that trains."""
    return TRAIN.format(before=before, inside=inside, after=after)


TWO = "w, v = torch.ones(2, requires_grad=True), torch.ones(2)\n"

PAIRS = {
    "IL201": (
        "w = torch.ones(2, requires_grad=True)\ny = w.exp()\ny.data *= 2\ny.sum().backward()",
        "w = torch.ones(2, requires_grad=True)\ny = w * 2\ny.data *= 2\ny.sum().backward()\nw.data *= 2",
    ),
    "IL202": (
        "w = torch.ones(2, requires_grad=True)\ny = w.exp()\na = y.detach().numpy()\na[0] = 9\ny.sum().backward()",
        "w = torch.ones(2, requires_grad=True)\ny = w.exp()\ny.sum().backward()\na = y.detach().numpy()\na[0] = 9",
    ),
    "IL203": (
        TWO + "y = w * v\nv.data = torch.zeros(2)\ny.sum().backward()",
        TWO + "y = w * v\ny.sum().backward()\nv.data = torch.zeros(2)",
    ),
    "IL208": (
        "a, b = (torch.ones(2, requires_grad=True) for _ in 'ab')\na.register_hook(lambda g: g.mul_(0))\n"
        "(a + b).pow(2).sum().backward()",
        "a = torch.ones(2, requires_grad=True)\nb = a * 2\nb.register_hook(lambda g: g.mul_(2))\n"
        "b.pow(2).sum().backward()",
    ),
    "IL209": (
        block("h = F.relu(x, inplace=True)", "return x + self.fc(h)"),
        block("h = F.relu(self.fc(x), inplace=True)", "return x + self.fc(h)"),
    ),
    "IL210": (
        block("kept = [x]", "x = F.elu(x, inplace=True)", "return self.fc(x) + kept[0]"),
        block("x = F.elu(x, inplace=True)", "kept = [x]", "return self.fc(x) + kept[0]"),
    ),
    "IL211": (
        block("x /= 2", "return self.fc(x)") + "m, b = Block(), torch.rand(2, 3)\nprint(m(b) - m(b))",
        block("x = x / 2", "return self.fc(x)") + "m, b = Block(), torch.rand(2, 3)\nprint(m(b) - m(b))",
    ),
    "IL212": (
        "x = torch.ones(3)\ny = F.dropout(x, training=False)\ny += 1\nprint(x)",
        "x = torch.ones(3)\ny = F.dropout(x, training=False)\ny += 1\nprint(y)",
    ),
    "IL213": (
        "x = torch.ones(2, 2)\ny = x.reshape(4)\ny -= y.mean()\nprint(x)",
        "x = torch.ones(2, 2).t()[:, :1]\ny = x.reshape(2)\ny = y.double()\ny -= y.mean()\nprint(x)",
    ),
    "IL214": (
        training("kept = model.state_dict()", after="print(model.weight - kept['weight'])"),
        training(inside="kept = model.state_dict()", after="kept = None"),
    ),
    "IL215": (
        training("import copy\nother = copy.copy(model)", after="print(model(x) - other(x))"),
        training("import copy\nother = copy.deepcopy(model)", after="print(model(x) - other(x))"),
    ),
    "IL216": ("a = [torch.zeros(2)] * 2\na[0] += 1", "a = [torch.zeros(2)] * 2\na[0] = a[0] + 1"),
    "IL217": (
        "a = torch.arange(4.0)\na[0], a[3] = a[3], a[0]",
        "a = torch.arange(4.0)\na[0], a[3] = a[3].clone(), a[0].clone()\na[[1, 2]] = a[[2, 1]]",
    ),
    "IL218": (
        "x = torch.zeros(3, 3)\nx[torch.tensor([0, 0]), torch.tensor([-1, 2])] += 1",
        "x, i = torch.zeros(3), torch.tensor([0, 0])\nx[i] = 1\nx[i[:1]] += 1\n"
        "x.index_put_((i,), torch.ones(2), accumulate=True)",
    ),
    "IL219": (
        "w = torch.ones(3, 2)\nnn.init.zeros_(w[[0, 1]])",
        "w = torch.ones(3, 2)\ntotal = w[[0, 1]].mul_(2).sum()\nw[[0, 1]] *= 2\nprint(w[w > 0].neg_())",
    ),
    "IL220": (
        "b = torch.arange(8.0).view(2, 4)\nb[:, 1:] += b[:, :-1]\nb[:, 2:].copy_(b[:, :-2])",
        "b = torch.arange(8.0).view(2, 4)\nb[:, :-1] = b[:, 1:]\nb[:, 1:] = b[:, :-1].clone()",
    ),
    "IL221": (
        "x = torch.zeros(5)\nx.unfold(0, 3, 1).mul_(2).add_(1)",
        "x = torch.ones(6)\nx.unfold(0, 3, 1).zero_()\nx.unfold(0, 3, 3).add_(1)",
    ),
    "IL222": (
        "a, x = torch.rand(1, 2, 2), torch.rand(1, 2, 2)\ntorch.bmm(a, x, out=x)",
        "a, x, y = torch.rand(2, 2), torch.rand(2), torch.empty(2)\ntorch.mv(a, x, out=y)\ntorch.add(x, y, out=x)",
    ),
    "IL223": (
        "x = torch.tensor([1, 2])\nx[0] = 0.5",
        "x = torch.tensor([1, 2])\nx[0] = 3.0\nx += 1\n"
        "b = torch.zeros(2, dtype=torch.uint8)\nb += 255\nb[:] = torch.rand(2) * 9",
    ),
    "IL226": (
        "w = torch.ones(2, requires_grad=True)\nw.sum().backward()\ng = w.grad\nw.grad.zero_()\nprint(g)",
        "w = torch.ones(2, requires_grad=True)\n"
        "for _ in 'ab':\n    w.sum().backward()\n    g = w.grad\n    g *= 2\n    w.grad.zero_()",
    ),
    "IL227": (
        training("total = 0", inside="total = total + loss"),
        training("total, own = 0, 0", inside="total += loss.item()\n    own = own + loss.detach()"),
    ),
}


def found(program: str) -> tuple[Diagnosis, ...]:
    """What is found in a program, with its oracle."""
    return diagnose(*trial(HEAD + program))


@pytest.mark.parametrize("code", PAIRS)
def test_a_hazard_is_found(code: str) -> None:
    assert {each.code for each in found(PAIRS[code][0])} == {code}


@pytest.mark.parametrize("code", PAIRS)
def test_its_harmless_twin_is_left_alone(code: str) -> None:
    assert found(PAIRS[code][1]) == ()


def test_a_wrong_gradient_is_told_with_its_numbers() -> None:
    (each,) = found(PAIRS["IL201"][0])
    assert each.certain
    assert "An element of it was 2.7182817 and had become 5.4365635." in each.explanation
    assert each.explanation.endswith("An element of the gradient of w is 5.43656; it should be 2.71828.")


def test_without_an_oracle_a_wrong_gradient_is_a_warning() -> None:
    trace, _ = trial(HEAD + PAIRS["IL201"][0])
    assert [(each.code, each.certain) for each in diagnose(trace)] == [("IL201", False)]


def test_a_state_that_a_forward_is_given_may_be_updated() -> None:
    body = ("state.mul_(0.9).add_(x)", "return self.fc(state)")
    program = block(*body).replace("def forward(self, x)", "def forward(self, x, state)").rpartition("out =")[0]
    assert found(program + "m, s = Block(), torch.zeros(2, 3)\nfor _ in range(2):\n    m(torch.rand(2, 3), s)") == ()


def test_a_list_may_be_written_by_its_own_name() -> None:
    assert found("caches = [torch.ones(2) * 2 for _ in 'ab']\nfor c in caches:\n    c += 1\ncaches[0].relu_()") == ()


def test_weights_may_be_tied() -> None:
    program = training("tied = nn.Linear(2, 1)\ntied.weight = model.weight", after="print(tied(x) + model(x))")
    assert found(program) == ()
