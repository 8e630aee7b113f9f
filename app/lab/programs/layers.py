"""Layers: what each block is called in a program, and the expression that makes it."""

from collections import Counter
from collections.abc import Callable

from ..network.activations import ACTIVATIONS
from ..network.shape import Shape
from ..network.spec import (
    Act,
    Add,
    BatchNorm2d,
    Capture,
    Concat,
    Conv2d,
    Flatten,
    GroupNorm,
    Linear,
    MaxPool2d,
    Upsample,
)

_STEMS: dict[type, str] = {
    Conv2d: "conv",
    Linear: "fc",
    BatchNorm2d: "bn",
    GroupNorm: "gn",
    MaxPool2d: "pool",
    Upsample: "up",
    Flatten: "flatten",
    Add: "add",
    Concat: "cat",
    Capture: "hook",
}


def labels(blocks: tuple[object, ...]) -> tuple[str, ...]:
    """A name for each block, as its attribute is called: conv1, relu1, conv2; a mark is its own name."""
    counted: Counter[str] = Counter()
    names = []
    for block in blocks:
        stem = block.name if isinstance(block, Act) else _STEMS.get(type(block), "")
        stem = stem + "_" if stem[-1:].isdigit() else stem
        counted[stem] += 1
        names.append(f"{stem}{counted[stem]}" if stem else str(getattr(block, "name", "")))
    return tuple(names)


def module(block: object, arriving: Shape, *, inplace: bool) -> str:
    """The expression that makes the module of a layer, for a tensor of the shape that arrives; empty for others."""
    make = _MODULES.get(type(block))
    return make(block, arriving, inplace) if make else ""


def _conv(block: Conv2d, arriving: Shape, _: bool) -> str:
    given = [
        f"{arriving[1]}, {block.out}, kernel_size={_pair(block.kernel)}",
        f"stride={_pair(block.stride)}, padding={_pair(block.padding)}",
    ]
    if block.dilation != (1, 1):
        given.append(f"dilation={_pair(block.dilation)}")
    if block.groups != 1:
        given.append(f"groups={block.groups}")
    if not block.bias:
        given.append("bias=False")
    if block.padding_mode != "zeros":
        given.append(f'padding_mode="{block.padding_mode}"')
    return f"nn.Conv2d({', '.join(given)})"


def _linear(block: Linear, arriving: Shape, _: bool) -> str:
    return f"nn.Linear({arriving[-1]}, {block.out}{'' if block.bias else ', bias=False'})"


def _pool(block: MaxPool2d, _: Shape, __: bool) -> str:
    padding = f", padding={_pair(block.padding)}" if block.padding != (0, 0) else ""
    return f"nn.MaxPool2d(kernel_size={_pair(block.kernel)}, stride={_pair(block.stride)}{padding})"


def _flatten(block: Flatten, _: Shape, __: bool) -> str:
    return "nn.Flatten()" if block.start == 1 else f"nn.Flatten({block.start})"


def _activation(block: Act, _: Shape, inplace: bool) -> str:
    if block.form != "module":
        return ""
    known = ACTIVATIONS[block.name]
    flag = [f"inplace={inplace}"] if known.takes_inplace else []
    return f"nn.{known.module}({', '.join([*_numbers(block), *flag])})"


def activation_call(block: Act, tensor: str, *, inplace: bool) -> str:
    """A call of a function, for an activation that is no module."""
    known = ACTIVATIONS[block.name]
    training = ["training=self.training"] if known.training else []
    if block.form == "functional":
        return f"F.{known.functional}({', '.join([tensor, *_numbers(block), *training, f'inplace={inplace}'])})"
    # torch.dropout and its like take no keywords, and need every argument.
    numbers = [_number(value) for value in block.numbers]
    training = ["self.training"] if known.training else []
    return f"{known.in_place if inplace else known.out_of_place}({', '.join([tensor, *numbers, *training])})"


def _numbers(block: Act) -> list[str]:
    """Those of its numbers that are no defaults."""
    known = ACTIVATIONS[block.name]
    if block.name == "threshold":
        return [f"{name}={_number(value)}" for (name, _), value in zip(known.parameters, block.numbers, strict=True)]
    pairs = zip(known.parameters, block.numbers, strict=True)
    return [f"{name}={_number(value)}" for (name, default), value in pairs if value != default]


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _pair(pair: tuple[int, int]) -> str:
    return str(pair[0]) if pair[0] == pair[1] else str(pair)


_MODULES: dict[type, Callable[..., str]] = {
    Conv2d: _conv,
    Linear: _linear,
    BatchNorm2d: lambda _, arriving, __: f"nn.BatchNorm2d({arriving[1]})",
    GroupNorm: lambda block, arriving, _: f"nn.GroupNorm({block.groups}, {arriving[1]})",
    MaxPool2d: _pool,
    Upsample: lambda block, _, __: f"nn.Upsample(scale_factor={block.scale})",
    Flatten: _flatten,
    Act: _activation,
}
