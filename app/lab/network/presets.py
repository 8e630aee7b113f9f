"""Presets: networks to begin with, as they are known."""

from dataclasses import dataclass

from ...sentence import Sentence, sentence
from .spec import (
    Act,
    Add,
    Back,
    BatchNorm2d,
    Capture,
    Concat,
    Conv2d,
    Input,
    Mark,
    MaxPool2d,
    NetworkSpec,
    Upsample,
)


@dataclass(frozen=True)
class Preset:
    """A network that has a name."""

    slug: str
    title: Sentence
    spec: NetworkSpec


def _conv(out: int, *, kernel: int = 3, stride: int = 1, groups: int = 1, frozen: bool = False) -> Conv2d:
    """A convolution that keeps the size of images, without a bias."""
    around = kernel // 2
    return Conv2d(
        out=out,
        kernel=(kernel, kernel),
        stride=(stride, stride),
        padding=(around, around),
        groups=groups,
        bias=False,
        frozen=frozen,
    )


PRESETS = (
    Preset("article", sentence("The article’s layer"), NetworkSpec()),
    Preset(
        "alexnet",
        sentence("AlexNet’s first block"),
        NetworkSpec(
            input=Input(batch=4, channels=3, height=224, width=224),
            blocks=(
                Conv2d(out=64, kernel=(11, 11), stride=(4, 4), padding=(2, 2)),
                Act(),
                MaxPool2d(kernel=(3, 3), stride=(2, 2)),
            ),
        ),
    ),
    Preset(
        "vgg",
        sentence("VGG block"),
        NetworkSpec(
            input=Input(batch=4, channels=64, height=32, width=32),
            blocks=(Conv2d(out=128), Act(), Conv2d(out=128), Act(), MaxPool2d()),
        ),
    ),
    Preset(
        "resnet",
        sentence("ResNet basic block"),
        NetworkSpec(
            input=Input(batch=4, channels=64, height=28, width=28),
            blocks=(
                _conv(64),
                BatchNorm2d(),
                Act(),
                Mark(name="a"),
                _conv(64),
                BatchNorm2d(),
                Act(),
                _conv(64),
                BatchNorm2d(),
                Add(name="a", inplace="on"),
                Act(),
            ),
        ),
    ),
    Preset(
        "preact",
        sentence("ResNet block, pre-activation"),
        NetworkSpec(
            input=Input(batch=4, channels=64, height=28, width=28),
            blocks=(
                _conv(64),
                Mark(name="a"),
                BatchNorm2d(),
                Act(),
                _conv(64),
                BatchNorm2d(),
                Act(),
                _conv(64),
                Add(name="a"),
            ),
        ),
    ),
    Preset(
        "skip",
        sentence("Skip taken before the activation"),
        NetworkSpec(
            input=Input(batch=4, channels=32, height=28, width=28),
            blocks=(_conv(32), Mark(name="a"), Act(), _conv(32), Add(name="a")),
        ),
    ),
    Preset(
        "inception",
        sentence("Inception branches"),
        NetworkSpec(
            input=Input(batch=4, channels=64, height=28, width=28),
            blocks=(
                Mark(name="a"),
                _conv(32, kernel=1),
                Act(),
                Mark(name="b"),
                Back(name="a"),
                _conv(24, kernel=1),
                Act(),
                _conv(32),
                Act(),
                Concat(name="b"),
                Mark(name="c"),
                Back(name="a"),
                MaxPool2d(kernel=(3, 3), stride=(1, 1), padding=(1, 1)),
                _conv(16, kernel=1),
                Act(),
                Concat(name="c"),
            ),
        ),
    ),
    Preset(
        "unet",
        sentence("U-Net skip"),
        NetworkSpec(
            input=Input(batch=2, channels=3, height=48, width=48),
            blocks=(
                Conv2d(out=16),
                Act(),
                Mark(name="a"),
                MaxPool2d(),
                Conv2d(out=32),
                Act(),
                Upsample(),
                Concat(name="a"),
                Conv2d(out=16),
                Act(),
            ),
        ),
    ),
    Preset(
        "densenet",
        sentence("DenseNet layers"),
        NetworkSpec(
            input=Input(batch=4, channels=32, height=28, width=28),
            blocks=(
                Mark(name="a"),
                BatchNorm2d(),
                Act(),
                _conv(16),
                Concat(name="a"),
                Mark(name="b"),
                BatchNorm2d(),
                Act(),
                _conv(16),
                Concat(name="b"),
            ),
        ),
    ),
    Preset(
        "fpn",
        sentence("FPN merge"),
        NetworkSpec(
            input=Input(batch=2, channels=16, height=32, width=32),
            blocks=(
                _conv(32),
                BatchNorm2d(),
                Act(),
                Mark(name="a"),
                _conv(64, stride=2),
                BatchNorm2d(),
                Act(),
                Conv2d(out=32, kernel=(1, 1), padding=(0, 0)),
                Upsample(),
                Mark(name="b"),
                Back(name="a"),
                Conv2d(out=32, kernel=(1, 1), padding=(0, 0)),
                Add(name="b", inplace="on"),
                Conv2d(out=32),
            ),
        ),
    ),
    Preset(
        "mobilenet",
        sentence("MobileNet block, ReLU6"),
        NetworkSpec(
            input=Input(batch=4, channels=32, height=28, width=28),
            blocks=(
                _conv(96, kernel=1),
                BatchNorm2d(),
                Act(name="relu6"),
                _conv(96, groups=96),
                BatchNorm2d(),
                Act(name="relu6"),
                _conv(32, kernel=1),
                BatchNorm2d(),
            ),
        ),
    ),
    Preset(
        "teacher",
        sentence("Teacher and student, features by hooks"),
        NetworkSpec(
            input=Input(batch=4, channels=3, height=32, width=32),
            blocks=(
                Mark(name="a"),
                Conv2d(out=32, frozen=True),
                Capture(),
                Act(),
                Back(name="a"),
                Conv2d(out=32),
                Capture(),
                Act(),
                Conv2d(out=32),
            ),
        ),
    ),
)
