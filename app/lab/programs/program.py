"""Programs: a NetworkSpec written out as PyTorch that a learner can read, copy and change.

Each block has a line of its own in `forward`, so that each step of a trace can be told which block it belongs to.
"""

from dataclasses import dataclass

from ...trace import Snippet
from ..network.shapes import Shapes, shapes_of
from ..network.spec import (
    Act,
    Add,
    Back,
    BatchNorm2d,
    Capture,
    Concat,
    Conv2d,
    GroupNorm,
    Inplace,
    Linear,
    Mark,
    NetworkSpec,
    Options,
)
from .layers import activation_call, labels, module

_RATE = {
    "sgd": "torch.optim.SGD(net.parameters(), lr=0.01)",
    "momentum": "torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)",
    "adam": "torch.optim.Adam(net.parameters(), lr=0.001)",
}
LEARNS = ("train",)
"""Modes in which a backward pass follows."""


@dataclass(frozen=True)
class Program:
    """A network as a program, and where in it each block stands."""

    snippet: Snippet
    lines: tuple[int, ...]
    """Of each block its line in `forward`; 0 for a hook, which has none."""
    labels: tuple[str, ...]
    """Of each block its name: conv1, relu1."""
    call: int
    """The line that calls the network."""


def program_of(spec: NetworkSpec, *, inplace: bool) -> Program:
    """The program of a network; `inplace` is what its switches are set to. Raises Misfit."""
    writer = _Writer(spec, shapes_of(spec).require(), inplace)
    source, lines, call = writer.write()
    options = spec.options
    snippet = Snippet(source=source, device=options.device, seed=options.seed)
    return Program(snippet, lines, writer.labels, call)


def set_to(flag: Inplace, inplace: bool) -> bool:
    """What a flag is, on the side whose switches are set to `inplace`."""
    return inplace if flag == "switch" else flag == "on"


def stages_of(spec: NetworkSpec) -> tuple[tuple[int, int], ...]:
    """The stretches of blocks that a checkpoint can recompute: each begins at a convolution or a linear layer, and no
    mark is needed beyond its own stretch."""
    blocks = spec.blocks
    starts = [0]
    for index in range(1, len(blocks)):
        marked = {block.name for block in blocks[:index] if isinstance(block, Mark)}
        needed = {block.name for block in blocks[index:] if isinstance(block, (Back, Add, Concat))}
        if isinstance(blocks[index], (Conv2d, Linear)) and not marked & needed:
            starts.append(index)
    return tuple(zip(starts, [*starts[1:], len(blocks)], strict=True))


class _Writer:
    """Writes one program, line by line."""

    def __init__(self, spec: NetworkSpec, shapes: Shapes, inplace: bool) -> None:
        self._spec = spec
        self._shapes = shapes
        self._inplace = inplace
        self._text: list[str] = []
        self._lines = [0] * len(spec.blocks)
        self.labels = labels(spec.blocks)

    def write(self) -> tuple[str, tuple[int, ...], int]:
        """The text, the line of each block, and the line of the call."""
        body = self._body()
        self._imports(body)
        first = len(self._text)
        self._text += body
        lines = tuple(line + first if line else 0 for line in self._lines)
        call = next(i for i, text in enumerate(self._text) if text.strip() == "y = net(x)") + 1
        return "\n".join(self._text) + "\n", lines, call

    def _imports(self, body: list[str]) -> None:
        text = "\n".join(body)
        self._text = ["import torch"]
        if "F." in text:
            self._text.append("import torch.nn.functional as F")
        self._text.append("from torch import nn")
        if "checkpoint(" in text:
            self._text.append("from torch.utils.checkpoint import checkpoint")
        self._text.append("")
        settings = global_lines(self._spec.options)
        self._text += [*settings, ""] if settings else []
        self._text.append("")

    def _body(self) -> list[str]:
        body = class_lines(self._spec, self._shapes, self._lines, "Net", inplace=self._inplace)
        return [*body, "", "", *setup_lines(self._spec, self.labels), *_run_lines(self._spec)]


def global_lines(options: Options) -> list[str]:
    """What holds for the whole program: its device and its threads."""
    lines = ['torch.set_default_device("cuda")'] if options.device == "cuda" else []
    return [*lines, f"torch.set_num_threads({options.threads})"] if options.threads else lines


def class_lines(spec: NetworkSpec, shapes: Shapes, lines: list[int], name: str, *, inplace: bool) -> list[str]:
    """The class of the network. The line of each block in it, counted from 1, is written into `lines`."""
    text = [f"class {name}(nn.Module):", "    def __init__(self):", "        super().__init__()"]
    text += [f"        {line}" for line in _members(spec, shapes, inplace)]
    if not spec.options.checkpoint:
        text += ["", "    def forward(self, x):"]
        _statements(spec, text, lines, (0, len(spec.blocks)), "x", inplace)
        return [*text, "        return h"]
    stages = stages_of(spec)
    for number, stage in enumerate(stages, 1):
        text += ["", f"    def stage{number}(self, h):"]
        _statements(spec, text, lines, stage, "h", inplace)
        text.append("        return h")
    listed = ", ".join(f"self.stage{number}" for number in range(1, len(stages) + 1))
    return [
        *text,
        "",
        "    def forward(self, h):",
        f"        for stage in ({listed}{',' if len(stages) == 1 else ''}):",
        "            h = checkpoint(stage, h, use_reentrant=False)",
        "        return h",
    ]


def _members(spec: NetworkSpec, shapes: Shapes, inplace: bool) -> list[str]:
    made = []
    for block, label, arriving in zip(spec.blocks, labels(spec.blocks), shapes.arriving, strict=True):
        flag = isinstance(block, Act) and set_to(block.inplace, inplace)
        if expression := module(block, arriving, inplace=flag):
            made.append(f"self.{label} = {expression}")
            if isinstance(block, (Conv2d, Linear, BatchNorm2d, GroupNorm)) and block.frozen:
                made.append(f"self.{label}.requires_grad_(False)")
    return made


def _statements(
    spec: NetworkSpec, text: list[str], lines: list[int], stage: tuple[int, int], first: str, inplace: bool
) -> None:
    """The statements of some blocks; the first tensor is called `first`, every later one h."""
    named, tensor = labels(spec.blocks), first
    for index in range(*stage):
        block = spec.blocks[index]
        if isinstance(block, Capture):
            continue
        statement = _statement(block, named[index], tensor, inplace)
        text.append(f"        {statement}")
        lines[index] = len(text)
        tensor = tensor if isinstance(block, Mark) else "h"
    if tensor == "x":
        text.append("        h = x")


def _statement(block: object, label: str, tensor: str, inplace: bool) -> str:
    match block:
        case Mark():
            return f"{block.name} = {tensor}"
        case Back():
            return f"h = {block.name}"
        case Add() if set_to(block.inplace, inplace):
            return f"h += {block.name}" if tensor == "h" else f"h = {tensor}.add_({block.name})"
        case Add():
            return f"h = {tensor} + {block.name}"
        case Concat():
            return f"h = torch.cat([{block.name}, {tensor}], dim=1)"
        case Act() if block.form != "module":
            return f"h = {activation_call(block, tensor, inplace=set_to(block.inplace, inplace))}"
        case _:
            return f"h = self.{label}({tensor})"


def setup_lines(spec: NetworkSpec, named: tuple[str, ...], net: str = "Net()") -> list[str]:
    """The network, its hooks, its optimizer, the images."""
    options, given = spec.options, spec.input
    size = f"{given.batch}, {given.channels}, {given.height}, {given.width}"
    cast = "" if options.dtype == "float32" else f"torch.{options.dtype}"
    layout = "memory_format=torch.channels_last" if options.layout == "channels_last" else ""
    moved = ", ".join(filter(None, (cast, layout)))
    text = [f"net = {net}.to({moved})" if moved else f"net = {net}"]
    if options.compiler != "none":
        text.append(f'net = torch.compile(net, backend="{options.compiler}")')
    if options.mode not in LEARNS:
        text.append("net.eval()")
    text += _hooks(spec, named)
    if options.mode in LEARNS and options.optimizer != "none" and learns(spec):
        text.append(f"optimizer = {_RATE[options.optimizer]}")
    made = f"torch.randn({size}{f', dtype={cast}' if cast else ''})"
    return [*text, f"x = {made}.to({layout})" if layout else f"x = {made}"]


def _hooks(spec: NetworkSpec, named: tuple[str, ...]) -> list[str]:
    captured = captures_of(spec)
    if not captured:
        return []
    text = ["features = []", "", "", "def keep(module, inputs, output):", "    features.append(output)", "", ""]
    return text + [f"net.{named[index - 1]}.register_forward_hook(keep)" for index in captured]


def captures_of(spec: NetworkSpec) -> tuple[int, ...]:
    """The blocks that are hooks."""
    return tuple(index for index, block in enumerate(spec.blocks) if isinstance(block, Capture))


def learns(spec: NetworkSpec) -> bool:
    """Some parameter learns."""
    return any(
        isinstance(block, (Conv2d, Linear, BatchNorm2d, GroupNorm)) and not block.frozen for block in spec.blocks
    )


def _run_lines(spec: NetworkSpec) -> list[str]:
    options = spec.options
    if options.mode in ("no_grad", "inference_mode"):
        return [f"with torch.{options.mode}():", "    y = net(x)"]
    if options.mode == "eval":
        return ["y = net(x)"]
    step = ["optimizer.step()"] if options.optimizer != "none" and learns(spec) else []
    return ["y = net(x)", *loss_lines(spec), *step]


def loss_lines(spec: NetworkSpec) -> list[str]:
    """The loss and its backward pass: the sum of the output, and what the captured features add to it."""
    features = len(captures_of(spec))
    if not features:
        return ["y.sum().backward()"]
    term = "F.mse_loss(features[-1], features[0].detach())" if features > 1 else "features[0].pow(2).mean()"
    return [f"loss = y.sum() + {term}", "loss.backward()"]
