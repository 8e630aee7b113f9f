"""What an account tells of a program, and that a plain snippet has none."""

import json

import pytest

from inplace_lab.trace import Snippet, Trial
from inplace_lab.tracer.run import run_snippet

from .bench import account_of, run, trace_of

TRAINING = """
import torch
def main():
    net = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Linear(3, 1))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        loss = net(torch.ones(4, 2)).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
main()
"""


def test_gradients_are_called_as_the_program_calls_their_parameters() -> None:
    account = account_of(TRAINING)
    assert [update.line for update in account.updates] == [10, 10]
    names = [sample.name for sample in account.updates[0].gradients]
    assert names == ["net.0.weight", "net.0.bias", "net.1.weight", "net.1.bias"]
    assert [root.name for root in account.roots] == ["loss", "loss"]


def test_a_parameter_without_a_name_goes_by_its_group() -> None:
    source = "import torch\nclass Box: pass\nbox = Box()\nbox.w = torch.ones(2, requires_grad=True)\n"
    source += "o = torch.optim.SGD([box.w], lr=1.0)\nbox.w.sum().backward()\no.step()"
    (update,) = account_of(source).updates
    assert [sample.name for sample in update.gradients] == ["group0[0]"]


def test_gradients_in_a_function_without_an_optimizer_are_told() -> None:
    source = (
        "import torch\ndef main():\n    w = torch.arange(3., requires_grad=True)\n    (w * w).sum().backward()\nmain()"
    )
    (gradient,) = account_of(source).ends
    assert (gradient.name, gradient.head, gradient.sums[0]) == ("w.grad", (0.0, 2.0, 4.0), 6.0)


def test_what_autograd_grad_gives_out_is_told() -> None:
    source = "import torch\nw = torch.ones(2, requires_grad=True)\nfor k in (1, 2):\n"
    source += "    torch.autograd.grad((w * k).sum(), [w])\n"
    told = {sample.name: sample.head for sample in account_of(source).ends}
    assert (told["grad of w"], told["grad of w #2"]) == ((1.0, 1.0), (2.0, 2.0))


def test_a_trial_does_what_its_snippet_does() -> None:
    ours, theirs = run(TRAINING).trace, run_snippet(Snippet(source=TRAINING), max_steps=2000, max_tensors=20000)
    assert ours is not None
    same = {"seconds": 0.0, "account": None}
    assert ours.model_copy(update=same) == theirs.model_copy(update=same)
    assert theirs.account is None


def test_a_loss_that_is_no_number_leaves_a_document_that_can_be_read() -> None:
    source = "import torch\nw = torch.tensor([1., float('inf')], requires_grad=True)\n(w - w).sum().backward()"
    trace = trace_of(source)
    assert type(trace).model_validate_json(trace.model_dump_json()) == trace


@pytest.mark.parametrize("oracle", ["none", "gradients", "values"])
def test_torch_is_left_as_it_was(oracle: str) -> None:
    import torch
    from torch.optim import optimizer

    def now() -> tuple[object, ...]:
        graph = torch.autograd.graph
        return graph._engine_run_backward, graph.disable_saved_tensors_hooks, len(optimizer._global_optimizer_pre_hooks)

    before = now()
    run_snippet(Trial(source=TRAINING + "\n1 / 0", oracle=oracle), max_steps=99, max_tensors=99)  # type: ignore[arg-type]
    assert now() == before


def test_an_account_is_bounded() -> None:
    source = "import torch\nw = torch.ones(1, requires_grad=True)\no = torch.optim.SGD([w], lr=0.1)\n"
    account = account_of(source + "for _ in range(70):\n    (w * 2).sum().backward()\n    o.step()\n")
    assert (len(account.updates), account.cut) == (64, True)
    assert len(json.dumps(account.model_dump())) < 100_000
