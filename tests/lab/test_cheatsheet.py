"""The cheat sheet says what torch does: everything on it is asked of torch once more, without the tracer."""

import contextlib
import io
import warnings
from typing import Any

import pytest
import torch

from inplace_lab.lab.cheatsheet.cures import PROGRAM
from inplace_lab.lab.cheatsheet.families import UNIT, four_blocks
from inplace_lab.lab.cheatsheet.model import Habit, PlacementRow, Sheet
from inplace_lab.lab.cheatsheet.operations import OPERATIONS, overwriting_program
from inplace_lab.lab.cheatsheet.placements import PLACEMENTS
from inplace_lab.lab.measuring.families import Family
from inplace_lab.lab.network.activations import ACTIVATIONS
from inplace_lab.lab.theory.predict import predict

from .sheets import measured_sheet
from .test_families import FAMILIES, UNITS

BESIDE = 4 * 64 * 64 * 9 * 4 + UNIT
"""Bytes of parameters and input of the four blocks."""


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    """The sheet, as a reader gets it."""
    return measured_sheet()


@pytest.fixture(scope="module")
def calls() -> dict[str, Any]:
    """The operations themselves."""
    namespace: dict[str, Any] = {}
    exec(overwriting_program().partition("def trial")[0], namespace)
    return dict(namespace["OPERATIONS"])


def habit(sheet: Sheet, slug: str) -> Habit:
    """What the sheet says of an operation."""
    return next(each for each in sheet.habits if each.slug == slug)


def address(tensor: torch.Tensor) -> int:
    """Where its memory begins."""
    return tensor.untyped_storage().data_ptr()


def given() -> torch.Tensor:
    """Images that are no leaf."""
    return (torch.rand(2, 4, 6, 6, requires_grad=True) + 0.05).clone()


def survives(call: Any, overwritten: str) -> bool:
    """Whether backward runs after the input or the result of a call was written."""
    x = given()
    y = call(x)
    {"input": x, "result": y}[overwritten].add_(1)
    try:
        y.sum().backward()
    except RuntimeError:
        return False
    return True


@pytest.mark.parametrize("slug", [each.slug for each in OPERATIONS])
def test_an_operation_keeps_and_forbids_natively_what_the_sheet_says(
    sheet: Sheet, calls: dict[str, Any], slug: str
) -> None:
    said, packed = habit(sheet, slug), list[torch.Tensor]()
    x = given()
    with torch.autograd.graph.saved_tensors_hooks(lambda t: packed.append(t) or t, lambda t: t):
        y = calls[slug](x)
    kept = {address(tensor) for tensor in packed}
    assert ("input" in said.keeps) is (address(x) in kept)
    assert ("result" in said.keeps) is (address(y) in kept)
    assert said.free_input is survives(calls[slug], "input")
    assert said.free_result is survives(calls[slug], "result")


def test_other_operands_that_are_kept_must_not_be_overwritten_either(sheet: Sheet) -> None:
    kept = [each.slug for each in sheet.habits if "operand" in each.keeps]
    assert len(kept) > 10
    for slug in kept:
        namespace, packed = dict[str, Any](), list[torch.Tensor]()
        exec(overwriting_program().partition("def trial")[0], namespace)
        with torch.autograd.graph.saved_tensors_hooks(lambda t, packed=packed: packed.append(t) or t, lambda t: t):
            namespace["OPERATIONS"][slug](given())
        y = namespace["OPERATIONS"][slug](given())
        addresses = {address(tensor) for tensor in packed}
        operands = [
            each for each in namespace.values() if isinstance(each, torch.Tensor) and address(each) in addresses
        ]
        assert operands, slug
        with torch.no_grad():
            operands[0].add_(1)
        with pytest.raises(RuntimeError, match="modified by an inplace operation"):
            y.sum().backward()


def test_what_is_kept_is_what_must_not_be_overwritten(sheet: Sheet) -> None:
    for each in sheet.habits:
        assert each.free_input is ("input" not in each.keeps), each.label
        assert each.free_result is ("result" not in each.keeps), each.label


def test_every_operation_stands_on_it_once(sheet: Sheet) -> None:
    assert [each.slug for each in sheet.habits] == [each.slug for each in OPERATIONS]
    assert len({each.slug for each in OPERATIONS}) == len({each.label for each in OPERATIONS}) == len(OPERATIONS) >= 40


def test_families_are_those_of_the_catalogue(sheet: Sheet) -> None:
    shown = {name: row.family for row in sheet.families for name in (*row.members, *row.others)}
    flagged = {ACTIVATIONS[name].module: family for name, family in FAMILIES.items() if family is not Family.IGNORES}
    assert shown == {module: family for module, family in flagged.items() if module not in ("Dropout1d", "Dropout3d")}


def test_figures_are_those_of_the_catalogue_and_of_the_theory(sheet: Sheet) -> None:
    for row in sheet.families:
        names = [name for name, known in ACTIVATIONS.items() if known.module in row.members]
        for name in names:
            kept, forward, _, inference = UNITS[name]
            assert (row.kept.off, row.kept.on) == pytest.approx(kept, abs=0.01)
            assert (row.forward.off, row.forward.on) == pytest.approx(forward, abs=0.01)
            assert (row.inference.off, row.inference.on) == pytest.approx(inference, abs=0.01)
            for flag, measured in ((False, row.step.off), (True, row.step.on)):
                foretold = predict(four_blocks(name, "train"), inplace=flag).figures.step_peak
                assert measured == (foretold - BESIDE) / UNIT


def run(source: str) -> tuple[str, dict[str, torch.Tensor]]:
    """What torch says of a program, and the tensors that it ends with."""
    namespace: dict[str, Any] = {}
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(source, namespace)
    except RuntimeError as error:
        return str(error), {}
    held = {name: value.detach() for name, value in namespace.items() if isinstance(value, torch.Tensor)}
    held |= {f"features[{n}]": value.detach() for n, value in enumerate(namespace.get("features", ()))}
    learnt = namespace["conv"].named_parameters() if "conv" in namespace else ()
    return "", held | {f"conv.{name}.grad": each.grad for name, each in learnt if each.grad is not None}


@pytest.mark.parametrize("row", range(len(PLACEMENTS)), ids=[each.slug for each in PLACEMENTS])
def test_a_place_comes_natively_to_what_the_sheet_says(sheet: Sheet, row: int) -> None:
    said: PlacementRow = sheet.placements[row]
    (off, before), (on, after) = (run(PLACEMENTS[row].source(inplace=flag)) for flag in (False, True))
    assert said.said == (f"RuntimeError: {on}" if on else "")
    assert said.raises_off is bool(off)
    assert (said.outcome in ("backward", "call")) is bool(on)
    assert (said.outcome == "backward") is ("modified by an inplace operation" in on)
    if not on and not off:
        assert set(said.differs) == {name for name in after if not torch.equal(before[name], after[name])}
        assert said.outcome == ("changed" if said.differs else "safe")


def test_the_sheet_shows_all_three_ways_to_end(sheet: Sheet) -> None:
    outcomes = [row.outcome for row in sheet.placements]
    assert {outcome: outcomes.count(outcome) >= 2 for outcome in outcomes} == dict.fromkeys(outcomes, True)
    assert {"safe", "backward", "call", "changed"} == set(outcomes)


def test_cures_give_natively_the_gradients_that_they_are_said_to(sheet: Sheet) -> None:
    should = torch.autograd.functional.jacobian(lambda x: (torch.sigmoid(x) * 2).sum(), torch.linspace(-2, 2, 2**18))
    assert {cure.right for cure in sheet.cures.tried} == {True, False}
    for cure in sheet.cures.tried:
        source, namespace = cured(cure.lines[0]), dict[str, Any]()
        if not cure.runs:
            with pytest.raises(RuntimeError):
                exec(source, namespace)
            continue
        exec(source, namespace)
        assert torch.allclose(namespace["x"].grad, should) is cure.right, source
        assert cure.right is (cure.extra == 1)


def cured(line: str) -> str:
    """The failing program with the line of a cure in the place of the one that it is made of, or before the write."""
    if line == "y = y.clone()":
        return PROGRAM.replace("y.mul_(2)", f"{line}\ny.mul_(2)")
    return PROGRAM.replace("y = torch.sigmoid(x)" if "sigmoid" in line else "y.mul_(2)", line)
