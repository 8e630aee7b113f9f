"""Calls that torch refuses are told with the line that was refused and the line that made what was to be written."""

import pytest

from inplace_lab.diagnosis.diagnose import diagnose
from inplace_lab.diagnosis.model import Diagnosis, Place

from .trials import trial

HEAD = "import torch\nimport torch.nn.functional as F\n"


def found(program: str) -> Diagnosis:
    """The only diagnosis of a program that ends with an exception; its first line is line 3."""
    (diagnosis,) = diagnose(*trial(HEAD + program))
    return diagnosis


def lines(places: tuple[Place, ...]) -> list[int | None]:
    """Their lines, in order."""
    return sorted(place.line or 0 for place in places)


REFUSED = {
    "foreach on a leaf": ("IL101", "w = torch.ones(3, requires_grad=True)\ntorch._foreach_add_([w], 1.0)"),
    "an element of a leaf": ("IL102", "w = torch.ones(3, requires_grad=True)\nw[0] = 2.0"),
    "a part of a part": ("IL103", "x = torch.ones(4, 2).requires_grad_() * 1\nx.chunk(2)[0][0].mul_(2)"),
    "a row, where only the right side needs a gradient": (
        "IL103",
        "rows, w = torch.ones(2, 2).unbind(), torch.ones(2, requires_grad=True)\nrows[0].add_(w)",
    ),
    "out= of inference mode": (
        "IL106",
        "with torch.inference_mode(): x = torch.ones(3)\ntorch.add(torch.ones(3), 1, out=x)",
    ),
    "a slice of what was expanded": ("IL109", "x = torch.zeros(1, 3).expand(2, 3)\nx[:] = torch.ones(3)"),
    "a transpose": ("IL110", "x = torch.zeros(3, 3)\nx += x.T"),
    "an output that requires a gradient": (
        "IL112",
        "a, o = torch.ones(2, 2), torch.zeros(2, 2, requires_grad=True)\ntorch.mm(a, a, out=o)",
    ),
    "halves into an index": ("IL113", "x = torch.zeros(3)\nx[torch.tensor([0])] = torch.ones(1).half()"),
    "noise for integers": ("IL113", "x = torch.arange(3)\nx.normal_()"),
    "a row that is too long": ("IL114", "x = torch.zeros(3, 3)\nx[0] = torch.ones(4)"),
    "a mask that is too long": ("IL114", "x = torch.zeros(3)\nx[torch.ones(4) > 0] = 1.0"),
    "out= with a fixed memory": (
        "IL115",
        "import numpy\nx = torch.from_numpy(numpy.ones(3, 'float32'))\ntorch.mul(torch.ones(5), 2, out=x)",
    ),
    "a captured tensor": (
        "IL116",
        "c = torch.zeros(3)\ntorch.func.grad(lambda x: c.add_(x).sum())(torch.ones(3))",
    ),
    "a write for one of a batch": (
        "IL116",
        "o = torch.zeros(3)\ntorch.vmap(lambda x: o.clone().add_(x))(torch.ones(2, 3))",
    ),
    "a sparse tensor": ("IL118", "x = torch.eye(3).to_sparse()\nx[0, 0] = 5"),
    "zeros without memory": ("IL118", "x = torch._efficientzerotensor(3)\nx += 1"),
}


@pytest.mark.parametrize(("code", "program"), REFUSED.values(), ids=REFUSED)
def test_the_last_line_was_refused(code: str, program: str) -> None:
    diagnosis = found(program)
    last = 2 + len(program.splitlines())
    assert diagnosis.code == code
    assert lines(diagnosis.overwritten) == [last]
    assert diagnosis.raised is not None
    assert diagnosis.raised.line == last
    assert diagnosis.certain
    assert set(lines(diagnosis.made)) <= set(range(3, last + 1))


UNRELATED = {
    "shapes of a product": "torch.ones(3, 2) @ torch.ones(3, 2)",
    "shapes of a sum": "y = torch.ones(3) + torch.ones(4)",
    "dtypes of a layer": "F.linear(torch.ones(2, 2), torch.ones(2, 2).double())",
    "noise that torch makes itself": "torch.rand(3, dtype=torch.long)",
    "an index out of bounds": "x = torch.ones(3)\nx[7] = 1",
    "no graph": "torch.ones(3).sum().backward()",
    "a kind of tensor that is read": "torch.eye(3).to_sparse().sigmoid()",
    "words of the program's own": "raise RuntimeError('The size of tensor a (3) must match the size of tensor b (4)')",
}


@pytest.mark.parametrize("program", UNRELATED.values(), ids=UNRELATED)
def test_errors_that_no_write_caused_are_none_of_ours(program: str) -> None:
    trace, oracle = trial(HEAD + program)
    assert trace.failure is not None
    assert diagnose(trace, oracle) == ()


@pytest.mark.parametrize("shape", ["1 2", ",", "1" * 5000])
@pytest.mark.parametrize("version", ["1", "1" * 5000])
def test_a_message_that_the_program_made_up_is_survived(shape: str, version: str) -> None:
    said = f"modified by an inplace operation: [a [{shape}]] is at version {version}; expected version 0"
    assert diagnose(*trial(f"raise RuntimeError({said!r})")) == ()


def test_every_write_behind_a_part_is_named() -> None:
    diagnosis = found(
        "x = torch.ones(4).requires_grad_() * 1\na, b = x.chunk(2)\nx.mul_(2)\nc = x[1:]\nc += 1\nprint(b.sum() + a)"
    )
    assert diagnosis.code == "IL104"
    assert (lines(diagnosis.made), lines(diagnosis.overwritten)) == ([4], [5, 7])
    assert diagnosis.raised is not None
    assert diagnosis.raised.line == 8


def test_a_view_of_a_view_leads_back_into_the_block() -> None:
    diagnosis = found(
        "x = torch.ones(3, 3).requires_grad_() * 1\nwith torch.no_grad():\n    v = x[0]\nu = v[:2]\nu += 1"
    )
    assert diagnosis.code == "IL105"
    assert lines(diagnosis.made) == [5, 6]
    assert diagnosis.name == "u"


def test_a_write_below_a_view_of_no_grad_is_told_from_its_use() -> None:
    diagnosis = found(
        "x, w = torch.ones(4, 2), torch.ones(2, requires_grad=True)\nwith torch.no_grad():\n    v = x[0]\nx += w\nv * 2"
    )
    assert diagnosis.code == "IL105"
    assert (lines(diagnosis.made), lines(diagnosis.overwritten)) == ([5], [6])


def test_what_two_losses_share_is_named_with_the_backward_that_freed_it() -> None:
    diagnosis = found(
        "x = torch.ones(3, requires_grad=True)\nh = x.exp()\na, b = (h * 2).sum(), (h * h).sum()\n"
        "a.backward()\nb.backward()"
    )
    assert diagnosis.code == "IL120"
    assert (lines(diagnosis.saved), lines(diagnosis.made)) == ([4], [6])
    assert "ExpBackward0" in diagnosis.explanation


def test_a_freed_root_is_found_although_no_node_ran_again() -> None:
    diagnosis = found("x = torch.ones((), requires_grad=True)\ny = x.exp()\ny.backward()\ny.backward()")
    assert (lines(diagnosis.saved), lines(diagnosis.made)) == ([4], [5])


def test_a_leaf_that_became_a_result_is_told_with_its_write() -> None:
    diagnosis = found(
        "x, z = torch.ones(3, requires_grad=True), torch.ones(3, requires_grad=True)\ny = (x * 2).sum()\n"
        "x.requires_grad_(False)\nx.mul_(z)\ny.backward()"
    )
    assert diagnosis.code == "IL119"
    assert lines(diagnosis.overwritten) == [6]


def test_one_of_several_results_is_not_guessed_at() -> None:
    program = "a = torch.ones(3, requires_grad=True) * 2\nb = a + 1\ntorch.optim.SGD([b], 0.1)"
    assert found(program).made == ()
