"""Random networks: valid ones, and small, so that many of them can be run."""

from hypothesis import strategies as st

from inplace_lab.lab.network.activations import ACTIVATIONS
from inplace_lab.lab.network.shapes import shapes_of
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

FLAGS = ("switch", "switch", "switch", "on", "off")
FORMS = ("module", "module", "functional", "method")
NAMES = ("a", "b")


def _convolutions() -> st.SearchStrategy[object]:
    """Some keep the size of the image, some do not."""
    return st.builds(
        Conv2d,
        out=st.sampled_from((1, 2, 4, 4, 4)),
        kernel=st.sampled_from(((3, 3), (3, 3), (1, 1), (3, 1))),
        stride=st.sampled_from(((1, 1), (1, 1), (2, 1))),
        padding=st.sampled_from(((1, 1), (1, 1), (0, 0), (1, 0))),
        dilation=st.sampled_from(((1, 1), (1, 1), (1, 1), (2, 2))),
        groups=st.sampled_from((1, 1, 2)),
        bias=st.booleans(),
        padding_mode=st.sampled_from(("zeros", "zeros", "zeros", "reflect", "replicate", "circular")),
        frozen=st.sampled_from((False, False, False, True)),
    )


def _activations() -> st.SearchStrategy[object]:
    return st.builds(
        Act, name=st.sampled_from(sorted(ACTIVATIONS)), form=st.sampled_from(FORMS), inplace=st.sampled_from(FLAGS)
    )


def _falling() -> st.SearchStrategy[object]:
    """With slopes that in place cannot be undone."""
    return st.builds(
        Act,
        name=st.sampled_from(("leaky_relu", "elu", "celu", "rrelu")),
        first=st.sampled_from((-0.5, 0.2)),
        inplace=st.sampled_from(FLAGS),
    )


def _dropouts() -> st.SearchStrategy[object]:
    """With the chances that are special, too."""
    names = [name for name in ACTIVATIONS if "dropout" in name]
    return st.builds(
        Act, name=st.sampled_from(names), first=st.sampled_from((0.0, 0.3, 1.0)), inplace=st.sampled_from(FLAGS)
    )


def _others() -> st.SearchStrategy[object]:
    frozen = st.sampled_from((False, False, True))
    return st.one_of(
        st.builds(Linear, out=st.sampled_from((3, 4, 6)), bias=st.booleans(), frozen=frozen),
        st.builds(BatchNorm2d, frozen=frozen),
        st.builds(GroupNorm, groups=st.sampled_from((1, 2)), frozen=frozen),
        st.builds(MaxPool2d, kernel=st.sampled_from(((2, 2), (3, 3))), stride=st.sampled_from(((1, 1), (2, 2)))),
        st.builds(Upsample, scale=st.just(2)),
        st.builds(Flatten, start=st.sampled_from((1, 2))),
    )


def _marks() -> st.SearchStrategy[object]:
    name = st.sampled_from(NAMES)
    return st.one_of(
        st.builds(Mark, name=name),
        st.builds(Mark, name=name),
        st.builds(Back, name=name),
        st.builds(Add, name=name, inplace=st.sampled_from(FLAGS)),
        st.builds(Add, name=name, inplace=st.sampled_from(FLAGS)),
        st.builds(Concat, name=name),
        st.builds(Capture),
    )


def blocks() -> st.SearchStrategy[object]:
    """Any block."""
    every = (_convolutions(), _activations(), _activations(), _activations(), _dropouts(), _falling())
    return st.one_of(*every, _others(), _others(), _marks(), _marks())


def options() -> st.SearchStrategy[Options]:
    """Any way to run a network on the CPU, most often to train it."""
    return st.builds(
        Options,
        mode=st.sampled_from(("train", "train", "train", "train", "eval", "no_grad", "inference_mode")),
        dtype=st.sampled_from(("float32", "float32", "float32", "bfloat16", "float16", "float64")),
        layout=st.sampled_from(("contiguous", "contiguous", "channels_last")),
        optimizer=st.sampled_from(("none", "sgd", "momentum", "adam")),
        checkpoint=st.sampled_from((False, False, True)),
        device=st.just("cpu"),
    )


@st.composite
def networks(draw: st.DrawFn, most: int = 12) -> NetworkSpec:
    """A network of which every block takes what arrives: blocks that do not fit are left out."""
    given = Input(
        batch=draw(st.integers(1, 3)),
        channels=draw(st.sampled_from((1, 2, 4, 4))),
        height=draw(st.integers(4, 7)),
        width=draw(st.integers(4, 7)),
    )
    how = draw(options())
    first = st.lists(_convolutions(), max_size=1)
    chosen: tuple[object, ...] = ()
    for block in (*draw(first), *draw(st.lists(blocks(), min_size=1, max_size=most))):
        longer = NetworkSpec(input=given, blocks=(*chosen, block), options=how)
        if shapes_of(longer).misfit is None:
            chosen = longer.blocks
    return NetworkSpec(input=given, blocks=chosen or (Conv2d(out=4),), options=how)
