"""Network: the blocks of a NetworkSpec, followed in the order of its program."""

from functools import partial

from ..network.shapes import Shapes
from ..network.spec import (
    Act,
    Add,
    Back,
    BatchNorm2d,
    Capture,
    Concat,
    Conv2d,
    Flatten,
    GroupNorm,
    Linear,
    Mark,
    MaxPool2d,
    NetworkSpec,
    Upsample,
)
from ..programs.program import set_to, stages_of
from . import activations, dropouts, geometry, joins, layers, linear, padding, views
from .causes import Cause, Stopped
from .checkpoints import checkpoint
from .engine import fill
from .geometry import Ints
from .graph import Fill, Machine, Role, Tensor
from .memory import Storage

_INDEX = 8
"""Bytes of the count of batches that a BatchNorm has seen, an int64."""


class Network:
    """A network with its parameters; calling it is running `forward`."""

    def __init__(self, spec: NetworkSpec, shapes: Shapes, machine: Machine, *, inplace: bool) -> None:
        self._spec = spec
        self._shapes = shapes
        self._machine = machine
        self._inplace = inplace
        self._last = spec.options.layout == "channels_last"
        self.fills: list[Fill] = []
        """The nodes of the parameters that learn, in their order."""
        self.features: list[Tensor] = []
        """What hooks have kept."""
        self._counts: list[Storage] = []
        self._members = [self._made(index) for index in range(len(spec.blocks))]

    def __call__(self, images: Tensor) -> Tensor:
        """net(x)"""
        if not self._spec.options.checkpoint:
            return self.run(images, 0, len(self._spec.blocks))
        tensor = images
        for start, end in stages_of(self._spec):
            tensor = checkpoint(self._machine, partial(self.run, start=start, end=end), tensor, start)
        return tensor

    def images(self) -> Tensor:
        """x"""
        given = self._spec.input
        return self._own((given.batch, given.channels, given.height, given.width))

    def run(self, tensor: Tensor, start: int, end: int) -> Tensor:
        """The blocks of one stage."""
        named: dict[str, Tensor] = {}
        for index in range(start, end):
            self._machine.block = index
            block = self._spec.blocks[index]
            if isinstance(block, Mark):
                named[block.name] = tensor
            elif isinstance(block, Back):
                tensor = named[block.name]
            elif isinstance(block, Add):
                tensor = joins.add(tensor, named[block.name], inplace=set_to(block.inplace, self._inplace))
            elif isinstance(block, Concat):
                tensor = joins.concat([named[block.name], tensor])
            elif isinstance(block, Capture):
                self.features.append(tensor)
            else:
                tensor = self._layer(index, tensor)
        return tensor

    def _layer(self, index: int, given: Tensor) -> Tensor:
        block, shape, members = self._spec.blocks[index], self._shapes.leaving[index], self._members[index]
        match block:
            case Conv2d():
                return _convolved(block, given, members, shape)
            case Linear():
                return linear.linear(given, members[0], members[1] if block.bias else None)
            case BatchNorm2d():
                learns = self._spec.options.mode == "train"
                return layers.batch_norm(given, members[0], members[1], (members[2], members[3]), learns)
            case GroupNorm():
                return layers.group_norm(given, members[0], members[1], block.groups)
            case MaxPool2d():
                return layers.max_pool(given, shape)
            case Upsample():
                return layers.upsample(given, shape)
            case Flatten():
                return given if shape == given.shape else views.reshape(given, shape)
            case Act():
                return self._activated(block, given)
            case _:
                raise TypeError(block)

    def _activated(self, block: Act, given: Tensor) -> Tensor:
        inplace = block.flag and set_to(block.inplace, self._inplace)
        learns = self._spec.options.mode == "train"
        if block.name not in activations.FAMILIES:
            ignored = block.name in dropouts.ALPHA and block.form == "module"
            p = block.numbers[0]
            return dropouts.dropout(given, block.name, p, learns=learns, inplace=inplace and not ignored)
        if block.name == "rrelu" and learns and self._spec.options.dtype == "float16":
            raise Stopped(Cause.NO_KERNEL)
        falls = bool(block.numbers) and block.numbers[0] < 0
        return activations.activation(given, block.name, inplace=inplace, falls=falls)

    def _made(self, index: int) -> tuple[Tensor, ...]:
        """The parameters and buffers of a block."""
        block, arriving = self._spec.blocks[index], self._shapes.arriving[index]
        match block:
            case Conv2d():
                weight = (block.out, arriving[1] // block.groups, *block.kernel)
                shapes: tuple[Ints, ...] = (weight, (block.out,)) if block.bias else (weight,)
            case Linear():
                shapes = ((block.out, arriving[-1]), (block.out,)) if block.bias else ((block.out, arriving[-1]),)
            case BatchNorm2d() | GroupNorm():
                shapes = ((arriving[1],), (arriving[1],))
            case _:
                return ()
        made = tuple(self._parameter(shape, frozen=block.frozen) for shape in shapes)
        if not isinstance(block, BatchNorm2d):
            return made
        self._counts.append(Storage(self._machine.memory, _INDEX, own=False))
        return (*made, self._own((arriving[1],)), self._own((arriving[1],)))

    def _parameter(self, shape: Ints, *, frozen: bool) -> Tensor:
        made = self._own(shape)
        if not frozen:
            node = Fill(self._machine, shape, made.strides, fill)
            self.fills.append(node)
            made.node = node
        return made

    def _own(self, shape: Ints) -> Tensor:
        """A tensor that was there before the call."""
        strides = geometry.like(shape, self._last and len(shape) == 4)
        storage = Storage(self._machine.memory, geometry.elements(shape) * self._machine.itemsize, own=False)
        return Tensor(self._machine, storage, shape, strides)


def _convolved(block: Conv2d, given: Tensor, members: tuple[Tensor, ...], shape: Ints) -> Tensor:
    bias = members[1] if block.bias else None
    if block.padding_mode == "zeros":
        return layers.convolution(given, members[0], bias, shape)
    padded = padding.pad(given, block.padding, block.padding_mode)
    return layers.convolution(padded, members[0], bias, shape, Role.PADDED)
