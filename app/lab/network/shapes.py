"""Shapes: what arrives at each block and leaves it, or which block cannot take what arrives, with the arithmetic.

The arithmetic is that of torch's documentation; a test holds it to torch.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import prod

from ...sentence import Sentence, sentence
from .activated import activated
from .shape import Refused, Shape, shape_text
from .spec import (
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

MOST_ELEMENTS = 2**27
"""Elements of one tensor; more would not fit into one run's memory in any case."""


class Misfit(Exception):
    """A block that cannot take what arrives, and why."""

    def __init__(self, block: int, why: Sentence) -> None:
        super().__init__(str(why))
        self.block = block
        self.why = why


@dataclass(frozen=True)
class Shapes:
    """Of each block the shape that arrives and the shape that leaves, as far as they are known."""

    arriving: tuple[Shape, ...]
    leaving: tuple[Shape, ...]
    misfit: Misfit | None = None

    def require(self) -> "Shapes":
        """The shapes; raises the misfit where there is one."""
        if self.misfit is not None:
            raise self.misfit
        return self


def shapes_of(spec: NetworkSpec) -> Shapes:
    """Follow the input through the blocks, up to the first that does not fit."""
    walk = _Walk(spec)
    arriving: list[Shape] = []
    leaving: list[Shape] = []
    for index in range(len(spec.blocks)):
        arriving.append(walk.shape)
        try:
            walk.step(index)
        except Refused as refused:
            return Shapes(tuple(arriving), tuple(leaving), Misfit(index, refused.why))
        leaving.append(walk.shape)
    return Shapes(tuple(arriving), tuple(leaving))


class _Walk:
    """The tensor that stands at one place of the list, and the marked ones."""

    def __init__(self, spec: NetworkSpec) -> None:
        self._spec = spec
        self._marked: dict[str, Shape] = {}
        given = spec.input
        self.shape: Shape = (given.batch, given.channels, given.height, given.width)

    def step(self, index: int) -> None:
        """Go through one block. Raises Refused."""
        block = self._spec.blocks[index]
        match block:
            case Mark():
                self._marked[block.name] = self.shape
            case Back():
                self.shape = self._named(block.name)
            case Add():
                self.shape = _added(self.shape, self._named(block.name), block.name)
            case Concat():
                self.shape = _joined(self._named(block.name), self.shape, block.name)
            case Capture():
                self._hooked(index)
            case BatchNorm2d():
                self.shape = _normed(self.shape, learns=self._spec.options.mode == "train")
            case _:
                self.shape = _LAYERS[type(block)](block, self.shape)
        if prod(self.shape) > MOST_ELEMENTS:
            raise Refused(
                sentence(
                    "The result would have %(shape)s = %(count)s elements, more than fits into one run. "
                    "Make the images or the channels fewer.",
                    shape=shape_text(self.shape),
                    count=f"{prod(self.shape):,}",
                )
            )

    def _named(self, name: str) -> Shape:
        if name not in self._marked:
            raise Refused(
                sentence("No tensor before this is marked %(name)s. Put a mark %(name)s above it.", name=name)
            )
        return self._marked[name]

    def _hooked(self, index: int) -> None:
        before = self._spec.blocks[index - 1] if index else None
        module = isinstance(before, (Conv2d, Linear, BatchNorm2d, GroupNorm, MaxPool2d, Upsample, Flatten))
        if not (module or (isinstance(before, Act) and before.form == "module")):
            raise Refused(sentence("A hook listens to a module: put it right behind a layer that is one."))


def _conv(block: Conv2d, shape: Shape) -> Shape:
    images = _image(shape, "Conv2d")
    channels = images[1]
    if channels % block.groups or block.out % block.groups:
        raise Refused(
            sentence(
                "groups=%(groups)s must divide both the %(channels)s channels that arrive and the %(out)s that leave.",
                groups=block.groups,
                channels=channels,
                out=block.out,
            )
        )
    _may_reflect(block, images)
    sizes = [
        _slid(size, kernel, stride, padding, dilation)
        for size, kernel, stride, padding, dilation in zip(
            images[2:], block.kernel, block.stride, block.padding, block.dilation, strict=True
        )
    ]
    return (images[0], block.out, *sizes)


def _may_reflect(block: Conv2d, images: Shape) -> None:
    most = {"reflect": 1, "circular": 0}.get(block.padding_mode)
    if most is None:
        return
    for size, padding in zip(images[2:], block.padding, strict=True):
        if padding > size - most:
            raise Refused(
                sentence(
                    "padding_mode=%(mode)s can pad an image of %(size)s pixels by at most %(most)s, not by "
                    "%(padding)s.",
                    mode=block.padding_mode,
                    size=size,
                    most=size - most,
                    padding=padding,
                )
            )


def _slid(size: int, kernel: int, stride: int, padding: int, dilation: int) -> int:
    """How many places a kernel has on a side, as in the documentation of torch.nn.Conv2d."""
    reach = dilation * (kernel - 1) + 1
    if size + 2 * padding < reach:
        raise Refused(
            sentence(
                "The kernel reaches over %(dilation)s·(%(kernel)s − 1) + 1 = %(reach)s pixels, and there are only "
                "%(size)s + 2·%(padding)s = %(there)s. Take a smaller kernel, or more padding.",
                dilation=dilation,
                kernel=kernel,
                reach=reach,
                size=size,
                padding=padding,
                there=size + 2 * padding,
            )
        )
    return (size + 2 * padding - reach) // stride + 1


def _pooled(block: MaxPool2d, shape: Shape) -> Shape:
    images = _image(shape, "MaxPool2d")
    for kernel, padding in zip(block.kernel, block.padding, strict=True):
        if padding > kernel // 2:
            raise Refused(
                sentence(
                    "MaxPool2d pads by at most half its kernel: %(kernel)s // 2 = %(most)s, not %(padding)s.",
                    kernel=kernel,
                    most=kernel // 2,
                    padding=padding,
                )
            )
    sizes = [
        _slid(size, kernel, stride, padding, 1)
        for size, kernel, stride, padding in zip(images[2:], block.kernel, block.stride, block.padding, strict=True)
    ]
    return (*images[:2], *sizes)


def _normed(shape: Shape, *, learns: bool) -> Shape:
    images = _image(shape, "BatchNorm2d")
    if learns and images[0] * images[2] * images[3] == 1:
        raise Refused(
            sentence(
                "BatchNorm2d has no spread to learn from: a single value a channel. Give it more images, or run it in "
                "eval mode."
            )
        )
    return images


def _grouped(block: GroupNorm, shape: Shape) -> Shape:
    if len(shape) < 2 or shape[1] % block.groups:
        raise Refused(
            sentence(
                "GroupNorm cannot divide %(channels)s channels into %(groups)s groups.",
                channels=shape[1],
                groups=block.groups,
            )
        )
    if prod(shape) == block.groups:
        raise Refused(sentence("GroupNorm has no spread to go by: each group would hold a single value."))
    return shape


def _grown(block: Upsample, shape: Shape) -> Shape:
    images = _image(shape, "Upsample")
    return (*images[:2], images[2] * block.scale, images[3] * block.scale)


def _flat(block: Flatten, shape: Shape) -> Shape:
    if len(shape) <= block.start:
        raise Refused(
            sentence(
                "Flatten(%(start)s) needs a dimension %(start)s, and %(shape)s has only %(count)s dimensions.",
                start=block.start,
                shape=shape_text(shape),
                count=len(shape),
            )
        )
    return (*shape[: block.start], prod(shape[block.start :]))


def _added(shape: Shape, other: Shape, name: str) -> Shape:
    if shape != other:
        raise Refused(
            sentence(
                "%(name)s has %(other)s, what arrives has %(shape)s: to be added they must be equal.",
                name=name,
                other=shape_text(other),
                shape=shape_text(shape),
            )
        )
    return shape


def _joined(first: Shape, second: Shape, name: str) -> Shape:
    if len(first) != len(second) or (first[0], *first[2:]) != (second[0], *second[2:]):
        raise Refused(
            sentence(
                "%(name)s has %(other)s, what arrives has %(shape)s: to be joined along the channels, all else must be "
                "equal.",
                name=name,
                other=shape_text(first),
                shape=shape_text(second),
            )
        )
    return (first[0], first[1] + second[1], *first[2:])


def _image(shape: Shape, layer: str) -> Shape:
    if len(shape) != 4:
        raise Refused(
            sentence(
                "%(layer)s takes images, images × channels × height × width; what arrives is flat: %(shape)s.",
                layer=layer,
                shape=shape_text(shape),
            )
        )
    return shape


_LAYERS: dict[type, Callable[..., Shape]] = {
    Conv2d: _conv,
    Linear: lambda block, shape: (*shape[:-1], block.out),
    GroupNorm: _grouped,
    MaxPool2d: _pooled,
    Upsample: _grown,
    Flatten: _flat,
    Act: activated,
}
