"""Operations: those that the cheat sheet tells about, and the program that asks torch about all of them.

One program has two uses. Traced, each operation is called once, and its steps show what its nodes keep. Untraced, each
is called three times, nothing, `x` or `y` is overwritten, and torch itself says whether backward still runs.
"""

from typing import NamedTuple


class Operation(NamedTuple):
    """One operation on `x`, an image batch of 2×4×6×6 that is no leaf."""

    slug: str
    """Its name in addresses."""
    call: str
    """The expression that makes `y`."""
    name: str = ""
    """How it is written on the sheet; by default its slug."""

    @property
    def label(self) -> str:
        """How it is written on the sheet."""
        return self.name or self.slug


OPERATIONS = (
    Operation("relu", "F.relu(x)"),
    Operation("sigmoid", "torch.sigmoid(x)"),
    Operation("tanh", "torch.tanh(x)"),
    Operation("leaky_relu", "F.leaky_relu(x)"),
    Operation("prelu", "F.prelu(x, channels)"),
    Operation("elu", "F.elu(x)"),
    Operation("selu", "F.selu(x)"),
    Operation("celu", "F.celu(x)"),
    Operation("silu", "F.silu(x)"),
    Operation("gelu", "F.gelu(x)"),
    Operation("mish", "F.mish(x)"),
    Operation("glu", "F.glu(x, 1)"),
    Operation("softplus", "F.softplus(x)"),
    Operation("hardswish", "F.hardswish(x)"),
    Operation("hardsigmoid", "F.hardsigmoid(x)"),
    Operation("hardtanh", "F.hardtanh(x)"),
    Operation("relu6", "F.relu6(x)"),
    Operation("threshold", "F.threshold(x, 0.1, 0)"),
    Operation("softmax", "torch.softmax(x, 1)"),
    Operation("log_softmax", "torch.log_softmax(x, 1)"),
    Operation("logsumexp", "torch.logsumexp(x, 1)"),
    Operation("dropout", "F.dropout(x, 0.5)"),
    Operation("linear", "F.linear(x, weight)"),
    Operation("matmul", "x @ other", "x @ w"),
    Operation("conv2d", "F.conv2d(x, kernel, padding=1)"),
    Operation("batch_norm", "F.batch_norm(x, None, None, channels, channels, training=True)"),
    Operation("layer_norm", "F.layer_norm(x, (6,), row, row)"),
    Operation("group_norm", "F.group_norm(x, 2, channels, channels)"),
    Operation("rms_norm", "F.rms_norm(x, (6,), row)"),
    Operation("attention", "F.scaled_dot_product_attention(x, other, other)"),
    Operation("max_pool2d", "F.max_pool2d(x, 2)"),
    Operation("avg_pool2d", "F.avg_pool2d(x, 2)"),
    Operation("interpolate", "F.interpolate(x, scale_factor=2)"),
    Operation("pad", "F.pad(x, (1, 1))"),
    Operation("add", "x + other", "x + w"),
    Operation("sub", "x - other", "x - w"),
    Operation("mul", "x * other", "x * w"),
    Operation("mul-number", "x * 2", "x * 2"),
    Operation("div", "x / other", "x / w"),
    Operation("div-number", "x / 2", "x / 2"),
    Operation("pow-number", "x ** 3", "x ** 3"),
    Operation("pow", "x ** other", "x ** w"),
    Operation("exp", "torch.exp(x)"),
    Operation("log", "torch.log(x)"),
    Operation("sqrt", "torch.sqrt(x)"),
    Operation("rsqrt", "torch.rsqrt(x)"),
    Operation("reciprocal", "torch.reciprocal(x)"),
    Operation("abs", "torch.abs(x)"),
    Operation("sin", "torch.sin(x)"),
    Operation("clamp", "torch.clamp(x, 0.2, 0.8)"),
    Operation("maximum", "torch.maximum(x, other)"),
    Operation("where", "torch.where(mask, x, other)"),
    Operation("masked_fill", "x.masked_fill(mask, 0)"),
    Operation("sum", "x.sum(1)"),
    Operation("mean", "x.mean(1)"),
    Operation("var", "x.var(1)"),
    Operation("std", "x.std(1)"),
    Operation("norm", "x.norm(dim=1)"),
    Operation("prod", "x.prod(1)"),
    Operation("amax", "x.amax(1)"),
    Operation("max", "x.max(1).values", "max(dim)"),
    Operation("cumsum", "x.cumsum(1)"),
    Operation("cumprod", "x.cumprod(1)"),
    Operation("sort", "x.sort(1).values"),
    Operation("cat", "torch.cat([x, other])"),
    Operation("stack", "torch.stack([x, other])"),
    Operation("view", "x.view(2, -1)"),
    Operation("transpose", "x.transpose(1, 2)"),
    Operation("index", "x[:, indices]", "x[i]"),
    Operation("gather", "x.gather(1, places)"),
    Operation("embedding", "F.embedding(indices, x.view(-1, 6))"),
    Operation("cross_entropy", "F.cross_entropy(x, labels)"),
    Operation("bce", "F.binary_cross_entropy_with_logits(x, targets)", "bce_with_logits"),
    Operation("mse_loss", "F.mse_loss(x, targets)"),
    Operation("l1_loss", "F.l1_loss(x, targets)"),
)

_HEAD = """\
import json

import torch
import torch.nn.functional as F

torch.manual_seed(0)
other = torch.rand(2, 4, 6, 6, requires_grad=True)
kernel = torch.rand(4, 4, 3, 3, requires_grad=True)
weight = torch.rand(5, 6, requires_grad=True)
channels = torch.rand(4, requires_grad=True)
row = torch.rand(6, requires_grad=True)
mask = torch.rand(2, 4, 6, 6) > 0.5
indices = torch.tensor([1, 0, 3])
places = torch.zeros(2, 1, 6, 6, dtype=torch.int64)
labels = torch.zeros(2, 6, 6, dtype=torch.int64)
targets = torch.rand(2, 4, 6, 6)

"""
_TRIAL = """

def trial(call, overwrite):
    x = (torch.rand(2, 4, 6, 6, requires_grad=True) + 0.05).clone()
    y = call(x)
    if overwrite == "x":
        x.add_(1)
    if overwrite == "y":
        y.add_(1)
    loss = y.sum()
    if overwrite is None:
        return ""
    try:
        loss.backward()
    except RuntimeError as error:
        return str(error)
    return ""


"""
_THRICE = """\
said = {name: [trial(call, overwrite) for overwrite in ("", "x", "y")] for name, call in OPERATIONS.items()}
print(json.dumps(said))
"""
_ONCE = """\
for name, call in OPERATIONS.items():
    trial(call, None)
"""
ELEMENTS = 2 * 4 * 6 * 6
"""How many `x` has."""
FIRST_LINE = _HEAD.count("\n") + 2
"""The line of the first operation in both programs; each has a line of its own."""


def overwriting_program() -> str:
    """Calls each operation three times, overwrites nothing, `x` and `y`, and prints what backward said each time."""
    return _HEAD + _listed() + _TRIAL + _THRICE


def keeping_program() -> str:
    """Calls each operation once, so that a trace shows what its nodes keep."""
    return _HEAD + _listed() + _TRIAL + _ONCE


def _listed() -> str:
    lines = (f'    "{each.slug}": lambda x: {each.call},\n' for each in OPERATIONS)
    return "OPERATIONS = {\n" + "".join(lines) + "}\n"
