"""Which changes are verified, which are wrong, and what is said of them."""

import asyncio
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from inplace_lab.clinic.comparison import Comparison
from inplace_lab.clinic.examine import examine
from inplace_lab.clinic.numbers import printed_apart
from inplace_lab.clinic.patch import patch_of
from inplace_lab.clinic.runner import Run
from inplace_lab.diagnosis.fixes.candidate import Candidate
from inplace_lab.diagnosis.model import Diagnosis
from inplace_lab.trace import Account, Oracle, Sample, Update

from .bench import Here, at_call, candidate, examined, fixes, verdicts

SIGMOID = """
import torch
x = torch.arange(3.).requires_grad_()
y = (x * 2).sigmoid()
y.mul_(3)
y.sum().backward()
"""

GAN = """
import torch
torch.manual_seed(0)
g, d = torch.nn.Linear(2, 2), torch.nn.Linear(2, 1)
for_g, for_d = torch.optim.SGD(g.parameters(), lr=0.1), torch.optim.SGD(d.parameters(), lr=0.1)
for _ in range(2):
    fake = g(torch.randn(4, 2))
    score = d(fake)
    loss_d, loss_g = score.sigmoid().mean(), -score.sigmoid().log().mean()
    for_d.zero_grad()
    loss_d.backward(retain_graph=True)
    for_d.step()
    for_g.zero_grad()
    loss_g.backward()
    for_g.step()
"""
D_STEPS = "    for_d.step()\n"
SWAPPED = (
    GAN.replace(D_STEPS, "")
    .replace("    for_g.zero_grad()\n", "    for_g.zero_grad()\n")
    .replace("    for_g.step()\n", D_STEPS + "    for_g.step()\n")
)
INPUTS = SWAPPED.replace("loss_g.backward()", "loss_g.backward(inputs=list(g.parameters()))")

RNN = """
import torch
torch.manual_seed(0)
cell, head = torch.nn.RNNCell(2, 3), torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD([*cell.parameters(), *head.parameters()], lr=0.1)
h = torch.zeros(4, 3)
for _ in range(3):
    h = cell(torch.randn(4, 2), h)
    loss = head(h).pow(2).mean()
    optimizer.zero_grad()
    loss.backward(retain_graph=True)
    optimizer.step()
"""


def test_out_of_place_is_verified_and_data_is_wrong_with_both_numbers() -> None:
    right, wrong = fixes(
        SIGMOID,
        candidate(SIGMOID.replace("y.mul_(3)", "y.data.mul_(3)"), tempting=True),
        candidate(SIGMOID.replace("y.mul_(3)", "y = y.mul(3)")),
    )
    assert (right.verdict, right.tempting, right.extra_peak_bytes) == ("verified", False, 12)
    assert (wrong.verdict, wrong.tempting) == ("wrong", True)
    assert str(wrong.reason) == "The gradient of x is -1.5; it should be 1.5."


def test_what_raises_still_fails_with_its_message() -> None:
    (fix,) = fixes(SIGMOID, candidate(SIGMOID.replace("y.mul_(3)", "y.mul_(3).no_such_thing")))
    assert fix.verdict == "fails"
    assert str(fix.reason) == "It raises AttributeError in line 5: 'Tensor' object has no attribute 'no_such_thing'"


def test_a_cut_gradient_is_wrong() -> None:
    (fix,) = fixes(SIGMOID + "\nx.grad", candidate(SIGMOID.replace("y.mul_(3)", "y = y.detach().mul(3) + 0 * x")))
    assert fix.verdict == "wrong"


def test_swapped_steps_leak_and_inputs_cure_it() -> None:
    assert verdicts(GAN, swapped=SWAPPED, inputs=INPUTS) == {"inputs": "verified", "swapped": "wrong"}


def test_a_state_that_is_cut_off_at_the_boundary_is_verified() -> None:
    detached = RNN.replace("    h = cell(torch.randn(4, 2), h)", "    h = cell(torch.randn(4, 2), h.detach())")
    (fix,) = fixes(RNN, candidate(detached, cuts=True))
    assert fix.verdict == "verified"
    assert "Up to the first update" in str(fix.reason)
    assert verdicts(RNN, plain=detached) == {"plain": "wrong"}
    starved = detached.replace("head(h)", "head(h.detach() if _ else h)")
    (fix,) = fixes(RNN, candidate(starved, cuts=True))
    assert str(fix.reason).startswith("cell.weight_ih gets no gradient")


def test_a_cut_within_the_only_backward_pass_is_wrong() -> None:
    source = "import torch\nw = torch.ones(3, requires_grad=True)\nrows = torch.zeros(3)\nfor i in range(3):\n"
    source += "    rows[i] = w[i] * (rows * rows + 1).sum()\nrows.sum().backward()"
    cut = source.replace("rows * rows", "rows.detach() ** 2")
    (fix,) = fixes(source, candidate(cut, cuts=True))
    assert (fix.verdict, str(fix.reason)[:21]) == ("wrong", "The gradient of w is ")


def test_a_leaf_is_updated_without_a_graph() -> None:
    source = "import torch\nw = torch.ones(2, requires_grad=True)\nw -= 0.5\n(w * w).sum().backward()"
    right = source.replace("w -= 0.5", "with torch.no_grad():\n    w -= 0.5")
    wrong = source.replace("w -= 0.5", "v = w - 0.5")
    assert at_call(source, right).verdict == "verified"
    assert str(at_call(source, wrong).reason) == "The loss loss is 2; it should be 0.5."


def test_a_view_of_many_is_written_out_of_place() -> None:
    source = "import torch\nx = torch.ones(4, requires_grad=True)\na, b = (x * 2).chunk(2)\na += 1\n"
    source += "loss = (a * b).sum()\nloss.backward()"
    right, wrong = (
        source.replace("a += 1", "a = a + 1"),
        source.replace("a += 1", "a = (a + 1).detach()\nb = b.detach()"),
    )
    assert at_call(source, right).verdict == "verified"
    assert at_call(source, wrong).verdict == "fails"


def test_a_buffer_that_is_written_before_backward() -> None:
    source = """
import torch
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.w = torch.nn.Parameter(torch.ones(2))
        self.register_buffer("mean", torch.ones(2))
    def forward(self, x):
        y = x * self.w * self.mean
        self.mean.mul_(0.9).add_(0.1 * x.detach())
        return y
net = Net()
(net(torch.full((2,), 3.)) + net(torch.full((2,), 5.))).sum().backward()
"""
    cloned = source.replace("self.w * self.mean", "self.w * self.mean.clone()")
    stale = source.replace("self.mean.mul_(0.9).add_(0.1 * x.detach())", "self.mean.mul(0.9)")
    assert verdicts(source, cloned=cloned, stale=stale) == {"cloned": "verified", "stale": "wrong"}


def test_a_cure_goes_on_to_the_next_error_of_the_program() -> None:
    source = SIGMOID.replace("y.sum()", "z = y.exp()\nz.add_(1)\nz.sum()")

    def propose(found: Diagnosis, sources: Mapping[str, str]) -> tuple[Candidate, ...]:
        line = next(place.line for place in found.overwritten if place.line)
        lines = sources[""].split("\n")
        name, _, rest = lines[line - 1].partition(".")
        lines[line - 1] = f"{name} = {name}.{rest.replace('_(', '(')}"
        return (candidate("\n".join(lines), "out of place"),)

    told = asyncio.run(examine(Here(), {"": source}, proposing=propose))
    (fix,) = told.diagnoses[0].fixes
    assert fix.verdict == "verified"
    assert (fix.changed_lines, "y = y.mul(3)" in fix.patch, "z = z.add(1)" in fix.patch) == (4, True, True)


def test_a_program_without_findings_comes_to_nothing() -> None:
    told = examined("import torch\nx = torch.ones(3)\nx += 1")
    assert (told.diagnoses, told.failure, told.left_out) == ((), None, 0)


def test_what_there_is_no_time_for_is_left_out() -> None:
    class Slow(Here):
        async def run(self, sources: Mapping[str, str], *, oracle: Oracle = "none", trace: bool = True) -> Run:
            if sources[""] != SIGMOID:
                await asyncio.sleep(60)
            return await super().run(sources, oracle=oracle, trace=trace)

    told = asyncio.run(
        examine(Slow(), {"": SIGMOID}, seconds=0.5, proposing=lambda *_: (candidate("a = 1"), candidate("b = 1")))
    )
    assert ([each.fixes for each in told.diagnoses], told.left_out) == ([()], 2)


def test_without_fixes_nothing_is_proposed() -> None:
    here = Here()
    told = asyncio.run(examine(here, {"": SIGMOID}, fixes=False, proposing=lambda *_: pytest.fail("asked")))
    assert (len(told.diagnoses), len(here.ran)) == (1, 2)


@pytest.mark.parametrize("end", ["", "\n"])
def test_git_takes_the_patch(tmp_path: Path, end: str) -> None:
    before, after = f"a = 1\f\nb = 2\nc = 3{end}", f"a = 1\f\nb = 4\nc = 3\nd = 5{end}"
    (tmp_path / "snippet.py").write_text(before, newline="")
    patch = patch_of({"": before}, {"": after})
    for tool in (["git", "apply", "-"], ["patch", "-R", "-p1", "--dry-run"]):
        subprocess.run(tool, input=patch, text=True, cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "snippet.py").read_bytes() == after.encode()


def test_a_gradient_of_zeros_is_as_good_as_none() -> None:
    zeros = Sample(name="w", shape=(1,), dtype="float32", digest="a", head=(0.0,), sums=(0.0, 0.0, 0.0))
    has, should = (
        Account(updates=(Update(line=1, gradients=()),)),
        Account(updates=(Update(line=1, gradients=(zeros,)),)),
    )
    assert list(Comparison(has, should, whole=True).updates()) == []
    assert list(Comparison(should, has, whole=True).updates()) == []


@pytest.mark.parametrize(
    ("has", "should", "same"),
    [
        ("loss 0.12345", "loss 0.12349", True),
        ("loss 0.1234", "loss 0.1334", False),
        ("took 0.5 s, loss 1.0", "took 0.7 s, loss 1.0", True),
        ("tensor([1.], grad_fn=<MulBackward0>)", "tensor([1.], grad_fn=<AddBackward0>)", True),
        ("a\nb", "a", False),
        ("done", "over", False),
    ],
)
def test_what_is_printed_is_compared_as_numbers(has: str, should: str, same: bool) -> None:
    assert (printed_apart(has, should) is None) is same


def test_rounding_is_no_gradient() -> None:
    def account(bias: float, weight: float = 0.5) -> Account:
        of = [("bias", bias), ("weight", weight)]
        both = [
            Sample(name=n, shape=(1,), dtype="float32", digest=str(x), head=(x,), sums=(x, abs(x), x)) for n, x in of
        ]
        return Account(updates=(Update(line=1, gradients=tuple(both)),))

    assert list(Comparison(account(-1.5e-8), account(9e-10), whole=True).updates()) == []
    (said,) = Comparison(account(0.0, 0.4999), account(0.0), whole=True).updates()
    assert str(said) == "The gradient of weight is 0.4999; it should be 0.5."
    assert len(list(Comparison(account(1e-8, 0.0), account(2e-8, 0.0), whole=True).updates())) == 1
