"""What an activation's flag saves: the catalogue's families and bytes, for every activation in every place.

Torch itself is asked what happens: the programs run untraced, their outputs and gradients are compared.
"""

import contextlib
import io
from typing import Any

import pytest
import torch

from inplace_lab.lab.measuring.families import Family
from inplace_lab.lab.network.activations import ACTIVATIONS
from inplace_lab.lab.network.spec import (
    Act,
    Add,
    BatchNorm2d,
    Conv2d,
    Dtype,
    Flatten,
    Input,
    Linear,
    Mark,
    Mode,
    NetworkSpec,
    Options,
)
from inplace_lab.lab.programs.program import program_of
from inplace_lab.trace import Snippet
from inplace_lab.web.lab.verdicts import judge

from .running import compared, traced

FLAGGED = sorted(name for name, known in ACTIVATIONS.items() if known.takes_inplace)
FAMILIES = {
    **dict.fromkeys(["relu"], Family.RESULT),
    **dict.fromkeys(["leaky_relu", "elu", "celu", "selu", "rrelu"], Family.SWITCHES),
    **dict.fromkeys(["relu6", "hardtanh", "hardswish", "hardsigmoid", "silu", "mish", "threshold"], Family.CLONES),
    **dict.fromkeys(["dropout", "dropout1d", "dropout2d", "dropout3d"], Family.MASK),
    **dict.fromkeys(["alpha_dropout", "feature_alpha_dropout"], Family.IGNORES),
}
IMAGES = Input(batch=2, channels=4, height=6, width=6)
ACTIVATION = 2 * 4 * 6 * 6 * 4


def flat(name: str) -> tuple[Any, ...]:
    """Dropout1d takes no images."""
    return (Flatten(start=2),) if name == "dropout1d" else ()


def placed(name: str, place: str) -> tuple[Any, ...]:
    """An activation in one place of a network of four channels."""
    conv, act, between = Conv2d(out=4), Act(name=name), flat(name)
    return {
        "after conv": (conv, *between, act),
        "after norm": (conv, BatchNorm2d(), *between, act),
        "after linear": (*between, Linear(out=6), act),
        "after another": (conv, *between, Act(name="sigmoid"), act),
        "before +=": (*between, Mark(name="a"), Linear(out=36 if between else 6), act, Add(name="a", inplace="switch")),
        "on the input": (*between, act, Linear(out=6)),
    }[place]


PLACES = ("after conv", "after norm", "after linear", "after another", "before +=", "on the input")
MODES: tuple[Mode, ...] = ("train", "no_grad")


def run(source: str) -> tuple[str, dict[str, torch.Tensor]]:
    """What torch says of a program, and the numbers that it ends with."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    torch.manual_seed(0)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(source, "program", "exec"), namespace)
    except RuntimeError as error:
        return str(error), {}
    net = namespace["net"]
    gradients = {f"{name}.grad": p.grad for name, p in net.named_parameters() if p.grad is not None}
    return "", {"x": namespace["x"], "y": namespace["y"].detach(), **gradients}


def same(left: dict[str, torch.Tensor], right: dict[str, torch.Tensor]) -> bool:
    """Whether all numbers have the same bits."""
    return left.keys() == right.keys() and all(torch.equal(left[name], right[name]) for name in left)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", FLAGGED)
def test_the_verdict_is_what_torch_does(name: str, place: str, mode: Mode) -> None:
    spec = NetworkSpec(input=IMAGES, blocks=placed(name, place), options=Options(mode=mode, device="cpu"))
    verdict = judge(spec, compared(spec))
    (said_off, off), (said_on, on) = (run(program_of(spec, inplace=flag).snippet.source) for flag in (False, True))
    assert not said_off
    assert [side.raised.removeprefix("RuntimeError: ") for side in verdict.raised] == ([said_on] if said_on else [])
    if not said_on:
        assert (not verdict.bits.different) is same(off, on)
        assert verdict.bits.input_written is not torch.equal(off["x"], on["x"])
    if mode == "train" and place == "after conv":
        into_a_view = bool(flat(name))
        assert [habit.family for habit in verdict.habits] == [Family.HIDDEN if into_a_view else FAMILIES[name]]
        assert verdict["kept"].why == "families"
    if mode == "no_grad" and not said_on:
        assert verdict["kept"].why == "no_graph"


UNITS = {
    "relu": ((4, 4), (5, 4), (5.07, 5.07), (2, 2)),
    "leaky_relu": ((7, 4), (8, 4), (8.07, 5.07), (2, 2)),
    "elu": ((7, 4), (8, 4), (8.07, 5.07), (2, 2)),
    "celu": ((7, 4), (8, 4), (8.07, 5.07), (2, 2)),
    "selu": ((7, 4), (8, 4), (8.07, 5.07), (2, 2)),
    "rrelu": ((11, 8), (12, 8), (12, 9), (3, 2)),
    "relu6": ((7, 7), (8, 8), (8.07, 8.07), (2, 2)),
    "hardtanh": ((7, 7), (8, 8), (8.07, 8.07), (2, 2)),
    "hardswish": ((7, 7), (8, 8), (8.07, 8.07), (2, 2)),
    "hardsigmoid": ((7, 7), (8, 8), (8.07, 8.07), (2, 2)),
    "silu": ((7, 7), (8, 8), (8.07, 8.07), (2, 2)),
    "mish": ((7, 7), (8, 8), (8.07, 8.07), (2, 2)),
    "threshold": ((7, 7), (8, 8), (8.07, 8.07), (2, 2)),
    "dropout": ((7, 7), (9, 8), (9, 8.07), (2, 2)),
    "dropout2d": ((3, 3), (5, 4), (5.07, 5.07), (2, 2)),
}
"""Four blocks Conv2d(64→64, no bias) → activation on 8×64×32×32: what is kept, forward's peak, the whole step's where
the output has no name, and the peak of inference, off and on, in activations of 2 MiB beyond parameters and input."""
UNIT = 2 * 2**20


@pytest.mark.parametrize("name", UNITS)
def test_four_blocks_cost_what_the_catalogue_says(name: str) -> None:
    conv, given = Conv2d(out=64, bias=False), Input(batch=8, channels=64, height=32, width=32)
    spec = NetworkSpec(input=given, blocks=(conv, Act(name=name)) * 4)
    fixed = 4 * 64 * 64 * 9 * 4 + UNIT
    train, infer = compared(spec), compared(spec.with_options(mode="no_grad"))
    kept, forward, step, inference = UNITS[name]
    assert [side.kept / UNIT for side in train.sides] == pytest.approx(kept, abs=0.01)
    assert [(side.forward_peak - fixed) / UNIT for side in train.sides] == pytest.approx(forward, abs=0.01)
    assert [(side.step_peak - fixed) / UNIT for side in infer.sides] == pytest.approx(inference, abs=0.01)
    nameless = [side.snippet.source.replace("y = net(x)\ny.sum()", "net(x).sum()") for side in train.sides]
    peaks = [traced(Snippet(source=source, device="cpu")).peak("forward", "backward") for source in nameless]
    assert [(peak - fixed) / UNIT for peak in peaks] == pytest.approx(step, abs=0.01)


@pytest.mark.parametrize("dtype", ["float64", "bfloat16"])
def test_a_family_does_not_depend_on_the_dtype(dtype: Dtype) -> None:
    for name in ("relu", "leaky_relu", "relu6"):
        options = Options(dtype=dtype, device="cpu")
        spec = NetworkSpec(input=IMAGES, blocks=(Conv2d(out=4), Act(name=name)), options=options)
        assert [habit.family for habit in judge(spec, compared(spec)).habits] == [FAMILIES[name]]
