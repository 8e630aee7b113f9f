"""Sweep: one network in many sizes, to see when writing in place saves memory, and how much. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Annotated, Any

from pydantic import Field

from ...sentence import Sentence, sentence
from ...trace import Record
from ..network.shapes import Misfit, shapes_of
from ..network.spec import MOST_BLOCKS, MOST_PIXELS, Conv2d, Input, NetworkSpec
from ..programs.layers import labels

AXES = ("depths", "channels", "batches", "sizes")
MOST_POINTS = 64
MOST_VALUES = 8
"""Values of one axis."""
MOST_DEPTH = 16
_USUAL_DEPTHS = (1, 2, 4)

_Depth = Annotated[int, Field(ge=1, le=MOST_DEPTH)]
_Channels = Annotated[int, Field(ge=1, le=1024)]
_Batch = Annotated[int, Field(ge=1, le=64)]
_Size = Annotated[int, Field(ge=1, le=MOST_PIXELS)]


class Grid(Record):
    """The values of each axis. An axis without values is as built."""

    depths: tuple[_Depth, ...] = Field((), max_length=MOST_VALUES, description="How often the blocks are repeated.")
    channels: tuple[_Channels, ...] = Field((), max_length=MOST_VALUES, description="What each Conv2d makes.")
    batches: tuple[_Batch, ...] = Field((), max_length=MOST_VALUES, description="Images.")
    sizes: tuple[_Size, ...] = Field((), max_length=MOST_VALUES, description="Height and width of the images.")

    @property
    def count(self) -> int:
        """How many networks it asks for."""
        return len(list(self.points))

    @property
    def points(self) -> Iterator[tuple[int | None, ...]]:
        """A value of each axis; None is as built."""
        return product(*(getattr(self, axis) or (None,) for axis in AXES))

    @property
    def widest(self) -> str:
        """The first axis with more than one value: what a chart is drawn over."""
        return next((axis for axis in AXES if len(getattr(self, axis)) > 1), AXES[0])


@dataclass(frozen=True)
class Point:
    """The network in one size."""

    depth: int
    channels: int | None
    """None is as built."""
    batch: int
    height: int
    width: int
    spec: NetworkSpec | None
    """None where it cannot be built."""
    misfit: Sentence | None = None
    """Why it cannot be run."""
    place: str = ""
    """The block that cannot take what arrives: conv3."""

    @property
    def values(self) -> dict[str, int | None]:
        """Its place on each axis."""
        return dict(zip(AXES, (self.depth, self.channels, self.batch, self.height), strict=True))


def usual_grid(spec: NetworkSpec) -> Grid:
    """What to begin with: some depths that fit, each with a single image and with as many as were built."""
    depths = tuple(depth for depth in _USUAL_DEPTHS if _point(spec, depth, None, None, None).misfit is None)
    batch = spec.input.batch
    return Grid(depths=depths, batches=(1, batch) if batch > 1 else (1, 4))


def points_of(spec: NetworkSpec, grid: Grid) -> tuple[Point, ...]:
    """The network in each size of a grid; those that cannot be run, too."""
    return tuple(_point(spec, depth or 1, *others) for depth, *others in grid.points)


def _point(spec: NetworkSpec, depth: int, channels: int | None, batch: int | None, size: int | None) -> Point:
    built = spec.input
    given = Input(
        batch=batch or built.batch,
        channels=built.channels,
        height=size or built.height,
        width=size or built.width,
    )
    where = (depth, channels, given.batch, given.height, given.width)
    if depth * len(spec.blocks) > MOST_BLOCKS:
        return Point(*where, None, _too_deep(depth, len(spec.blocks)))
    blocks = spec.blocks * depth if channels is None else _widened(spec, given, depth, channels)
    sized = NetworkSpec(input=given, blocks=blocks, options=spec.options)
    misfit = shapes_of(sized).misfit
    return Point(*where, sized, misfit.why, _place(sized, misfit)) if misfit else Point(*where, sized)


def _too_deep(depth: int, blocks: int) -> Sentence:
    return sentence(
        "%(depth)s times %(blocks)s blocks are more than the %(most)s that a network may have.",
        depth=depth,
        blocks=blocks,
        most=MOST_BLOCKS,
    )


def _widened(spec: NetworkSpec, given: Input, depth: int, channels: int) -> tuple[Any, ...]:
    """The repeated blocks, each convolution with so many channels; one that is depthwise has as many as arrive."""
    arriving = shapes_of(spec).arriving
    made: list[Any] = []
    for index, block in enumerate(spec.blocks * depth):
        there = index % len(spec.blocks)
        if isinstance(block, Conv2d) and there < len(arriving) and _is_depthwise(block, arriving[there]):
            before = _leaving(spec, given, made)
            made.append(block.model_copy(update={"out": before, "groups": before}))
        elif isinstance(block, Conv2d):
            made.append(block.model_copy(update={"out": channels}))
        else:
            made.append(block)
    return tuple(made)


def _is_depthwise(block: Conv2d, arriving: tuple[int, ...]) -> bool:
    return block.groups > 1 and len(arriving) == 4 and arriving[1] == block.groups == block.out


def _leaving(spec: NetworkSpec, given: Input, made: list[Any]) -> int:
    """The channels behind some blocks; those of the images where there are none, or where they do not fit."""
    if not made:
        return given.channels
    leaving = shapes_of(NetworkSpec(input=given, blocks=tuple(made), options=spec.options)).leaving
    return leaving[-1][1] if len(leaving) == len(made) and len(leaving[-1]) == 4 else given.channels


def _place(spec: NetworkSpec, misfit: Misfit) -> str:
    return labels(spec.blocks)[misfit.block]
