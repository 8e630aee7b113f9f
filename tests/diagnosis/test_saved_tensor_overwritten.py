"""IL001 names the line that saved and the line that overwrote, and is silent on correct programs."""

import pytest

from inplace_lab.diagnosis.diagnose import diagnose
from inplace_lab.diagnosis.model import Diagnosis

from ..tracer.programs import BY_NAME, run

EXPECTED = {
    "sigmoid_then_mul": (4, [5], 6),
    "relu_then_add": (11, [12], 17),
    "detach_shares_counter": (4, [6], 8),
    "no_grad_view_legality": (10, [12], 13),
    "optimizer_between_backwards": (6, [8], 9),
}


def diagnoses(source: str) -> tuple[Diagnosis, ...]:
    """What the rules find in a program."""
    return diagnose(run(source).trace)


@pytest.mark.parametrize("name", EXPECTED)
def test_both_lines_are_named(name: str) -> None:
    (found,) = diagnoses(BY_NAME[name])
    saved, overwritten, raised = EXPECTED[name]
    assert found.code == "IL001"
    assert [place.line for place in found.saved] == [saved]
    assert sorted({place.line for place in found.overwritten}) == overwritten
    assert found.raised is not None
    assert found.raised.line == raised
    assert f"line {overwritten[0]}" in found.explanation
    assert found.certain


def test_every_write_in_between_is_named() -> None:
    source = "import torch\nx = torch.ones(3, requires_grad=True)\ny = x.exp()\ny += 1\ny[0] = 5\ny.sum().backward()"
    (found,) = diagnoses(source)
    assert [place.line for place in found.overwritten] == [4, 5]


def test_writes_before_the_save_are_innocent() -> None:
    head = "import torch\nx = torch.ones(3, requires_grad=True)\ny = x * 1\ny += 1\n"
    source = head + "z = y.exp()\nz += 1\nz.sum().backward()"
    (found,) = diagnoses(source)
    assert [place.line for place in found.saved] == [5]
    assert [place.line for place in found.overwritten] == [6]


@pytest.mark.parametrize("name", sorted(set(BY_NAME) - set(EXPECTED)))
def test_silent_on_programs_without_that_error(name: str) -> None:
    assert diagnoses(BY_NAME[name]) == ()
