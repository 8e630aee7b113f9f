"""Placements: where an activation with inplace=True may stand, tried with the flag off and on."""

from typing import NamedTuple

from ...errors import RunFailed
from ...runs.report import Report
from ...sentence import Sentence, sentence
from ...trace import Trace
from .model import Outcome, PlacementRow

_HEAD = """\
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)
"""
_LAYERS = """\
conv = nn.Conv2d(3, 3, 3, padding=1)
bn = nn.BatchNorm2d(3)
images = torch.randn(2, 3, 8, 8)
"""
_FLAG = "inplace=True"


class Placement(NamedTuple):
    """One place."""

    slug: str
    title: Sentence
    line: str
    """What stands on the sheet, where relu_ is short for F.relu(…, inplace=True)."""
    body: str
    """What follows the head, with inplace=True where the flag is."""
    layers: bool = True

    def source(self, *, inplace: bool) -> str:
        """The program with the flag on or off."""
        written = _HEAD + (_LAYERS if self.layers else "") + self.body
        return written if inplace else written.replace(_FLAG, "inplace=False")


def _step(expression: str) -> str:
    return f"y = {expression}\ny.sum().backward()\n"


def _after(expression: str) -> tuple[str, str]:
    """What stands on the sheet, and the program: a ReLU on what an expression of `images` made."""
    short = expression.replace("images", "x").replace("torch.", "").replace("F.", "")
    return f"relu_({short})", _step(f"F.relu({expression}, inplace=True)")


PLACEMENTS = (
    Placement("conv", sentence("After a convolution"), *_after("conv(images)")),
    Placement(
        "linear",
        sentence("After a linear layer"),
        "relu_(linear(x))",
        "linear = nn.Linear(8, 4)\n" + _step("F.relu(linear(images), inplace=True)"),
    ),
    Placement("norm", sentence("After a batch norm"), *_after("bn(conv(images))")),
    Placement("pool", sentence("After a max pooling"), *_after("F.max_pool2d(conv(images), 2)")),
    Placement("flatten", sentence("On a view of a result"), *_after("conv(images).flatten(1)")),
    Placement(
        "sum",
        sentence("After `+=`, before the next layer"),
        "h += skip; relu_(h)",
        "h = bn(conv(images))\nh += images\nh = F.relu(h, inplace=True)\nconv(h).sum().backward()\n",
    ),
    Placement(
        "no-grad",
        sentence("Under `no_grad`"),
        "relu_(sigmoid(x))",
        "with torch.no_grad():\n    y = F.relu(torch.sigmoid(conv(images)), inplace=True)\n",
    ),
    Placement("sigmoid", sentence("After a sigmoid"), *_after("torch.sigmoid(conv(images))")),
    Placement("tanh", sentence("After a tanh"), *_after("torch.tanh(conv(images))")),
    Placement(
        "relu",
        sentence("Dropout after a ReLU"),
        "dropout_(relu(x))",
        _step("F.dropout(F.relu(conv(images)), inplace=True)"),
    ),
    Placement(
        "before-sum",
        sentence("LeakyReLU before `+=`"),
        "h = leaky_relu_(x); h += skip",
        "h = F.leaky_relu(conv(images), inplace=True)\nh += images\nh.sum().backward()\n",
    ),
    Placement(
        "relu-before-sum",
        sentence("ReLU before `+=`"),
        "h = relu_(x); h += skip",
        "h = F.relu(conv(images), inplace=True)\nh += images\nh.sum().backward()\n",
    ),
    Placement(
        "leaf",
        sentence("On a leaf"),
        "relu_(w)",
        "w = torch.randn(4, requires_grad=True)\n" + _step("F.relu(w, inplace=True)"),
        layers=False,
    ),
    Placement(
        "chunk",
        sentence("On a part of `chunk`, `split` or `unbind`"),
        "a, b = x.chunk(2); relu_(a)",
        "a, b = conv(images).chunk(2)\ny = F.relu(a, inplace=True) + b\ny.sum().backward()\n",
    ),
    Placement(
        "skip",
        sentence("Where a skip was taken before"),
        "skip = h; relu_(h)",
        "h = conv(images)\nskip = h\nh = F.relu(h, inplace=True)\ny = conv(h) + skip\ny.sum().backward()\n",
    ),
    Placement(
        "batch",
        sentence("On the caller’s batch"),
        "relu_(batch)",
        "batch = torch.randn(2, 3, 8, 8)\nh = F.relu(batch, inplace=True)\nconv(h).sum().backward()\n",
    ),
    Placement(
        "captured",
        sentence("On what a hook has kept"),
        "features.append(h); relu_(h)",
        "features = []\nh = conv(images)\nfeatures.append(h)\nh = F.relu(h, inplace=True)\nh.sum().backward()\n",
    ),
)


def placed(placement: Placement, off: Report, on: Report) -> PlacementRow:
    """What came of a place. Raises RunFailed where a program did not come to an end of its own."""
    if off.trace is None or on.trace is None:
        raise RunFailed
    failure = on.trace.failure
    differs = () if failure or off.trace.failure else _different(off.trace, on.trace)
    return PlacementRow(
        slug=placement.slug,
        title=placement.title,
        line=placement.line,
        outcome=_outcome(on.trace, differs),
        differs=differs,
        raises_off=off.trace.failure is not None,
        said=f"{failure.type}: {failure.message}" if failure else "",
        code=on.diagnoses[0].code if on.diagnoses else "",
        source=placement.source(inplace=True),
    )


def _outcome(trace: Trace, differs: tuple[str, ...]) -> Outcome:
    failure = trace.failure
    if failure is None:
        return "changed" if differs else "safe"
    phase = trace.steps[failure.step].phase if failure.step is not None else "forward"
    return "backward" if phase == "backward" or "modified by an inplace" in failure.message else "call"


def _different(off: Trace, on: Trace) -> tuple[str, ...]:
    """The names that hold other bits."""
    held = {value.name: value.digest for value in off.values}
    return tuple(value.name for value in on.values if held.get(value.name, value.digest) != value.digest)
