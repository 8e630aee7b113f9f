"""NetworkSpec: a network as a learner builds it, block by block, and how it is run.

The network is a list. What makes graphs out of lists are names: `Mark` gives the current tensor a second name, as
`skip = h` does in a program, and `Back`, `Add` and `Concat` use it. A second name is also what most accidents with
in-place operations need, so it is a block like any other.
"""

from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from ...trace import Device, Record
from .activations import ACTIVATIONS

MOST_BLOCKS = 48
MOST_PIXELS = 224
NAMES = tuple("abcdefgh")
"""What a tensor can be marked with."""

Mode = Literal["train", "eval", "no_grad", "inference_mode"]
Dtype = Literal["float32", "bfloat16", "float16", "float64"]
Layout = Literal["contiguous", "channels_last"]
Optimizer = Literal["none", "sgd", "momentum", "adam"]
Compiler = Literal["none", "eager", "aot_eager"]
Form = Literal["module", "functional", "method"]
Inplace = Literal["switch", "off", "on"]
"""`switch`: off on the left and on on the right, where off and on are compared."""
Name = Literal["a", "b", "c", "d", "e", "f", "g", "h"]
assert get_args(Name) == NAMES  # noqa: S101


def _pair(value: object) -> object:
    """3 means 3×3; "3x5" and "3×5" are read, too."""
    if isinstance(value, str):
        value = value.lower().replace("×", "x").split("x")
        value = value * 2 if len(value) == 1 else value
    return (value, value) if isinstance(value, int) else value


_OfKernel = Annotated[int, Field(ge=1, le=11)]
_OfStride = Annotated[int, Field(ge=1, le=8)]
_OfPadding = Annotated[int, Field(ge=0, le=16)]
Kernel = Annotated[tuple[_OfKernel, _OfKernel], BeforeValidator(_pair)]
Stride = Annotated[tuple[_OfStride, _OfStride], BeforeValidator(_pair)]
Padding = Annotated[tuple[_OfPadding, _OfPadding], BeforeValidator(_pair)]


class Conv2d(Record):
    """torch.nn.Conv2d; its input channels are those that arrive."""

    kind: Literal["conv"] = "conv"
    out: int = Field(64, ge=1, le=1024)
    kernel: Kernel = (3, 3)
    stride: Stride = (1, 1)
    padding: Padding = (1, 1)
    dilation: Stride = (1, 1)
    groups: int = Field(1, ge=1, le=1024)
    bias: bool = True
    padding_mode: Literal["zeros", "reflect", "replicate", "circular"] = "zeros"
    frozen: bool = Field(False, description="Its parameters do not learn: requires_grad is off.")


class Linear(Record):
    """torch.nn.Linear on the last dimension; its input features are those that arrive."""

    kind: Literal["linear"] = "linear"
    out: int = Field(10, ge=1, le=4096)
    bias: bool = True
    frozen: bool = False


class BatchNorm2d(Record):
    """torch.nn.BatchNorm2d over the channels that arrive."""

    kind: Literal["bn"] = "bn"
    frozen: bool = False


class GroupNorm(Record):
    """torch.nn.GroupNorm over the channels that arrive."""

    kind: Literal["gn"] = "gn"
    groups: int = Field(4, ge=1, le=256)
    frozen: bool = False


class MaxPool2d(Record):
    """torch.nn.MaxPool2d."""

    kind: Literal["maxpool"] = "maxpool"
    kernel: Kernel = (2, 2)
    stride: Stride = (2, 2)
    padding: Padding = (0, 0)


class Upsample(Record):
    """torch.nn.Upsample to the nearest pixel."""

    kind: Literal["up"] = "up"
    scale: int = Field(2, ge=2, le=8)


class Flatten(Record):
    """torch.nn.Flatten from dimension `start` on: a view, unless the layout makes it copy."""

    kind: Literal["flatten"] = "flatten"
    start: int = Field(1, ge=1, le=2)


class Act(Record):
    """An activation or a dropout."""

    kind: Literal["act"] = "act"
    name: str = "relu"
    first: float | None = Field(None, ge=-1000, le=1000, description="The first of its numbers; its default if none.")
    second: float | None = Field(None, ge=-1000, le=1000)
    form: Form = "module"
    inplace: Inplace = "switch"

    @model_validator(mode="after")
    def _known(self) -> "Act":
        if self.name not in ACTIVATIONS:
            raise ValueError(f"no activation is called {self.name!r}")
        if any(given is not None for given in (self.first, self.second)[len(ACTIVATIONS[self.name].parameters) :]):
            raise ValueError(f"{self.name} has no such number")
        return self

    @property
    def numbers(self) -> tuple[float, ...]:
        """Its numbers, defaults filled in."""
        given, parameters = (self.first, self.second), ACTIVATIONS[self.name].parameters
        return tuple(usual if value is None else value for value, (_, usual) in zip(given, parameters, strict=False))

    @property
    def flag(self) -> bool:
        """It has a form that writes in place."""
        known = ACTIVATIONS[self.name]
        return bool(known.in_place) if self.form == "method" else known.takes_inplace


class Mark(Record):
    """Give the current tensor a second name."""

    kind: Literal["mark"] = "mark"
    name: Name = "a"


class Back(Record):
    """Go on from a marked tensor."""

    kind: Literal["back"] = "back"
    name: Name = "a"


class Add(Record):
    """Add a marked tensor: `h = h + a`, or `h += a`."""

    kind: Literal["add"] = "add"
    name: Name = "a"
    inplace: Inplace = "off"


class Concat(Record):
    """Concatenate a marked tensor in front of the current one, along the channels."""

    kind: Literal["cat"] = "cat"
    name: Name = "a"


class Capture(Record):
    """A forward hook on the layer before keeps what it returned; the loss looks at it."""

    kind: Literal["hook"] = "hook"


Block = Annotated[
    Conv2d
    | Linear
    | BatchNorm2d
    | GroupNorm
    | MaxPool2d
    | Upsample
    | Flatten
    | Act
    | Mark
    | Back
    | Add
    | Concat
    | Capture,
    Field(discriminator="kind"),
]
LAYERS = (Conv2d, Linear, BatchNorm2d, GroupNorm, MaxPool2d, Upsample, Flatten, Act)
"""Blocks that compute something from the current tensor alone."""
BLOCKS: tuple[type[Record], ...] = (*LAYERS, Mark, Back, Add, Concat, Capture)


class Input(Record):
    """A batch of images."""

    batch: int = Field(8, ge=1, le=64)
    channels: int = Field(64, ge=1, le=512)
    height: int = Field(32, ge=1, le=MOST_PIXELS)
    width: int = Field(32, ge=1, le=MOST_PIXELS)


class Options(Record):
    """How the network is run."""

    mode: Mode = "train"
    dtype: Dtype = "float32"
    layout: Layout = "contiguous"
    optimizer: Optimizer = "none"
    checkpoint: bool = Field(False, description="Each stage forgets what it computed, and computes it again.")
    compiler: Compiler = Field("none", description="torch.compile with this backend.")
    device: Device = "auto"
    threads: int = Field(0, ge=0, le=256, description="Threads of torch; 0 leaves them as they are.")
    seed: int = Field(0, ge=0, lt=2**31)

    HEADLINES: ClassVar[tuple[Mode, Mode]] = ("train", "no_grad")


class NetworkSpec(Record):
    """A network and how it is run."""

    input: Input = Input()
    blocks: tuple[Block, ...] = Field((Conv2d(out=192), Act()), min_length=1, max_length=MOST_BLOCKS)
    options: Options = Options()

    def with_blocks(self, blocks: tuple[Any, ...]) -> "NetworkSpec":
        """The same with other blocks."""
        return NetworkSpec(input=self.input, blocks=blocks, options=self.options)

    def with_options(self, **changes: object) -> "NetworkSpec":
        """The same, run in another way."""
        options = Options.model_validate(self.options.model_dump() | changes)
        return NetworkSpec(input=self.input, blocks=self.blocks, options=options)
