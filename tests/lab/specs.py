"""Specs at random, with every value that a field can have; most of them fit nowhere."""

from typing import Any

from hypothesis import strategies as st

from inplace_lab.lab.network.activations import ACTIVATIONS
from inplace_lab.lab.network.contrast import Contrast
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
    Options,
    Upsample,
)

names = st.sampled_from("abcdefgh")
flags = st.sampled_from(["switch", "off", "on"])
forms = st.sampled_from(["module", "functional", "method"])


def pairs(low: int, high: int) -> st.SearchStrategy[tuple[int, int]]:
    """Two numbers, one a side."""
    return st.tuples(st.integers(low, high), st.integers(low, high))


def acts(numbers: st.SearchStrategy[float]) -> st.SearchStrategy[Act]:
    """Activations, each with as many numbers as it has."""
    return st.sampled_from(sorted(ACTIVATIONS)).flatmap(lambda name: _act(name, st.none() | numbers))


def _act(name: str, number: st.SearchStrategy[Any]) -> st.SearchStrategy[Act]:
    given = {field: number for field, _ in zip(("first", "second"), ACTIVATIONS[name].parameters, strict=False)}
    return st.builds(Act, name=st.just(name), form=forms, inplace=flags, **given)


convs = st.builds(
    Conv2d,
    out=st.integers(1, 1024),
    kernel=pairs(1, 11),
    stride=pairs(1, 8),
    padding=pairs(0, 16),
    dilation=pairs(1, 8),
    groups=st.integers(1, 1024),
    bias=st.booleans(),
    padding_mode=st.sampled_from(["zeros", "reflect", "replicate", "circular"]),
    frozen=st.booleans(),
)
blocks = st.one_of(
    convs,
    acts(st.floats(-1000, 1000)),
    st.builds(Linear, out=st.integers(1, 4096), bias=st.booleans(), frozen=st.booleans()),
    st.builds(BatchNorm2d, frozen=st.booleans()),
    st.builds(GroupNorm, groups=st.integers(1, 256), frozen=st.booleans()),
    st.builds(MaxPool2d, kernel=pairs(1, 11), stride=pairs(1, 8), padding=pairs(0, 16)),
    st.builds(Upsample, scale=st.integers(2, 8)),
    st.builds(Flatten, start=st.integers(1, 2)),
    st.builds(Mark, name=names),
    st.builds(Back, name=names),
    st.builds(Add, name=names, inplace=flags),
    st.builds(Concat, name=names),
    st.just(Capture()),
)
inputs = st.builds(
    Input,
    batch=st.integers(1, 64),
    channels=st.integers(1, 512),
    height=st.integers(1, 224),
    width=st.integers(1, 224),
)
options = st.builds(
    Options,
    mode=st.sampled_from(["train", "eval", "no_grad", "inference_mode"]),
    dtype=st.sampled_from(["float32", "bfloat16", "float16", "float64"]),
    layout=st.sampled_from(["contiguous", "channels_last"]),
    optimizer=st.sampled_from(["none", "sgd", "momentum", "adam"]),
    checkpoint=st.booleans(),
    compiler=st.sampled_from(["none", "eager", "aot_eager"]),
    device=st.sampled_from(["auto", "cpu", "cuda"]),
    threads=st.integers(0, 256),
    seed=st.integers(0, 2**31 - 1),
)
specs = st.builds(
    NetworkSpec, input=inputs, blocks=st.lists(blocks, min_size=1, max_size=8).map(tuple), options=options
)
_pinned = st.lists(blocks, max_size=4).map(tuple)
contrasts = st.one_of(
    st.builds(Contrast, kind=st.sampled_from(["inplace", "order", "pinned"]), inplace=st.booleans(), pinned=_pinned),
    st.builds(Contrast, kind=st.just("activation"), activation=st.sampled_from(sorted(ACTIVATIONS))),
    st.builds(Contrast, kind=st.just("form"), form=forms),
)
