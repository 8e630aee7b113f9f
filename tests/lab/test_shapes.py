"""Shapes: the arithmetic of the Lab against torch itself."""

import warnings
from types import SimpleNamespace
from typing import Any

import pytest
import torch
import torch.nn.functional as F  # noqa: N812 - as programs write it
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from inplace_lab.lab.network.activations import ACTIVATIONS
from inplace_lab.lab.network.shape import Shape
from inplace_lab.lab.network.shapes import MOST_ELEMENTS, shapes_of
from inplace_lab.lab.network.spec import (
    Act,
    Add,
    Back,
    BatchNorm2d,
    Capture,
    Concat,
    Conv2d,
    Flatten,
    GroupNorm,
    Input,
    Linear,
    Mark,
    MaxPool2d,
    NetworkSpec,
    Upsample,
)
from inplace_lab.lab.programs.layers import activation_call, module

from .specs import acts, pairs

SMALL = st.builds(
    Input,
    batch=st.integers(1, 3),
    channels=st.integers(1, 6),
    height=st.integers(1, 12),
    width=st.integers(1, 12),
)
IMAGES = (
    st.builds(
        Conv2d,
        out=st.integers(1, 6),
        kernel=pairs(1, 5),
        stride=pairs(1, 3),
        padding=pairs(0, 4),
        dilation=pairs(1, 3),
        groups=st.integers(1, 3),
        padding_mode=st.sampled_from(["zeros", "reflect", "replicate", "circular"]),
    ),
    st.builds(MaxPool2d, kernel=pairs(1, 5), stride=pairs(1, 3), padding=pairs(0, 3)),
    st.builds(Upsample, scale=st.integers(2, 3)),
)
ANY = (
    st.builds(Linear, out=st.integers(1, 5)),
    st.just(BatchNorm2d()),
    st.builds(GroupNorm, groups=st.integers(1, 6)),
    st.builds(Flatten, start=st.integers(1, 2)),
    acts(st.sampled_from([-2.0, 0.0, 0.25, 1.0, 3.0])),
    acts(st.sampled_from([-2.0, 0.0, 0.25, 1.0, 3.0])),
)
FLAT = (None, Flatten(start=1), Flatten(start=2))


def told_by_torch(block: Any, shape: Shape) -> Shape | None:
    """The shape that leaves a layer of torch, or nothing where it raises or warns that it will."""
    names = {"nn": nn, "F": F, "torch": torch, "self": SimpleNamespace(training=True), "x": torch.zeros(shape)}
    made = module(block, shape, inplace=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            call = f"{made}(x)" if made else activation_call(block, "x", inplace=False)
            assert not call.startswith("("), "no such function"
            return tuple(eval(call, names).shape)
        except Exception:
            return None


def told_by_us(block: Any, given: Input, before: Flatten | None) -> tuple[Shape, Shape | None]:
    """The shape that arrives, and the one that leaves or nothing where it does not fit."""
    shapes = shapes_of(NetworkSpec(input=given, blocks=(block,) if before is None else (before, block)))
    return shapes.arriving[-1], None if shapes.misfit else shapes.leaving[-1]


@given(st.one_of(*IMAGES), SMALL, st.sampled_from(FLAT[:2]))
@settings(max_examples=200, deadline=None)
def test_layers_of_images_fit_where_torch_says_so(block: Any, given: Input, before: Flatten | None) -> None:
    """Three dimensions are left out: torch takes them for one image without a batch, which is never meant here."""
    arriving, leaving = told_by_us(block, given, before)
    assert leaving == told_by_torch(block, arriving)


@given(st.one_of(*ANY), SMALL, st.sampled_from(FLAT))
@settings(max_examples=200, deadline=None)
def test_other_layers_fit_where_torch_says_so(block: Any, given: Input, before: Flatten | None) -> None:
    arriving, leaving = told_by_us(block, given, before)
    assert leaving == told_by_torch(block, arriving)


@pytest.mark.parametrize(
    ("blocks", "leaving"),
    [
        ((Mark(), Conv2d(out=3), Concat()), (8, 67, 32, 32)),
        ((Mark(), Conv2d(out=64), Add()), (8, 64, 32, 32)),
        ((Mark(), Conv2d(out=3), Back()), (8, 64, 32, 32)),
        ((Conv2d(out=3), Capture()), (8, 3, 32, 32)),
    ],
)
def test_marks_are_joined_where_their_shapes_allow(blocks: tuple[Any, ...], leaving: Shape) -> None:
    assert shapes_of(NetworkSpec(blocks=blocks)).leaving[-1] == leaving


@pytest.mark.parametrize(
    ("blocks", "place", "words"),
    [
        ((Add(),), 0, "No tensor before this is marked a"),
        ((Mark(), Back(name="b")), 1, "marked b"),
        ((Mark(), Conv2d(out=3), Add()), 2, "a has 8×64×32×32, what arrives has 8×3×32×32"),
        ((Mark(), MaxPool2d(), Concat()), 2, "all else must be equal"),
        ((Mark(), Capture()), 1, "A hook listens to a module"),
        ((Act(form="method"), Capture()), 1, "A hook listens to a module"),
        ((Upsample(scale=8), Upsample(scale=8)), 1, f"8×64×2048×2048 = {8 * 64 * 2048 * 2048:,}"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(blocks: tuple[Any, ...], place: int, words: str) -> None:
    shapes = shapes_of(NetworkSpec(blocks=blocks))
    assert shapes.misfit
    assert shapes.misfit.block == place
    assert words in str(shapes.misfit.why)
    assert len(shapes.leaving) == place
    with pytest.raises(type(shapes.misfit)):
        shapes.require()


def test_a_layer_that_slides_tells_its_arithmetic() -> None:
    misfit = shapes_of(NetworkSpec(input=Input(height=4), blocks=(Conv2d(kernel=(7, 7)),))).misfit
    assert misfit
    assert "1·(7 − 1) + 1 = 7 pixels, and there are only 4 + 2·1 = 6" in str(misfit.why)
    assert MOST_ELEMENTS == 2**27


def test_every_layer_of_torch_that_takes_inplace_is_there() -> None:
    classes = {name: each for name, each in vars(nn).items() if isinstance(each, type) and issubclass(each, nn.Module)}
    takes = {name for name, each in classes.items() if "inplace" in getattr(each, "__constants__", ())}
    takes |= {name for name, each in classes.items() if "inplace" in each.__init__.__code__.co_varnames}
    ours = {each.module for each in ACTIVATIONS.values() if each.takes_inplace}
    assert {name for name in takes if not name.startswith("_")} == ours


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_functions_of_an_activation_are_those_of_torch(name: str) -> None:
    known = ACTIVATIONS[name]
    x = torch.linspace(-2, 2, 12).reshape((1, 3, 4) if name == "dropout1d" else (1, 3, 2, 2))
    names = {"torch": torch, "F": F, "x": x, "self": SimpleNamespace(training=False)}
    block = Act(name=name)
    wanted = eval(module(block, tuple(x.shape), inplace=False), {"nn": nn}).eval()
    for form in ("functional", "method"):
        if getattr(known, "functional" if form == "functional" else "out_of_place"):
            got = eval(activation_call(block.model_copy(update={"form": form}), "x", inplace=False), names)
            assert torch.equal(got, wanted(x)), form
