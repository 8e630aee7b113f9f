"""Families: which activations do the same with inplace on, and what that comes to in four blocks of a network."""

from collections.abc import Awaitable, Callable

from ...errors import RunFailed
from ..measuring.comparison import Comparison, Side
from ..measuring.families import Family, Habit, habits_of
from ..network.activations import ACTIVATIONS
from ..network.contrast import Contrast
from ..network.spec import Act, Conv2d, Input, Mode, NetworkSpec, Options
from .model import FamilyRow, Figures

Compare = Callable[[NetworkSpec, Contrast], Awaitable[Comparison]]

IMAGES = Input(batch=8, channels=64, height=32, width=32)
UNIT = 8 * 64 * 32 * 32 * 4
"""Bytes of an activation of the network behind the figures: it keeps the size of its input, in float32."""
_PARAMETERS = 4 * 64 * 64 * 3 * 3 * 4
_BLOCKS = 4
_ON_OTHERS = ("dropout1d", "dropout3d")
"""They take no images."""
SHOWN = (Family.RESULT, Family.SWITCHES, Family.CLONES, Family.MASK)
_EXAMPLES = {Family.CLONES: "SiLU"}
"""Where the first one is not the best known."""


def four_blocks(name: str, mode: Mode) -> NetworkSpec:
    """Four convolutions with an activation behind each."""
    pair = (Conv2d(out=64, bias=False), Act(name=name))
    return NetworkSpec(input=IMAGES, blocks=pair * _BLOCKS, options=Options(mode=mode, device="cpu"))


def all_in_a_row() -> NetworkSpec:
    """A network of every activation that takes `inplace=`, each behind a convolution."""
    names = [name for name, known in ACTIVATIONS.items() if known.takes_inplace and name not in _ON_OTHERS]
    blocks = tuple(block for name in names for block in (Conv2d(out=4), Act(name=name)))
    given = Input(batch=2, channels=4, height=6, width=6)
    return NetworkSpec(input=given, blocks=blocks, options=Options(device="cpu"))


async def families(compare: Compare) -> tuple[FamilyRow, ...]:
    """A row for each family. Raises what `compare` raises, and RunFailed where a network did not reach its end."""
    spec = all_in_a_row()
    habits = habits_of(spec, await _whole(compare, spec))
    return tuple([await _row(compare, family, habits) for family in SHOWN])


async def _row(compare: Compare, family: Family, habits: tuple[Habit, ...]) -> FamilyRow:
    members = [habit for habit in habits if habit.family is family]
    if not members:
        raise RunFailed
    example = next((habit for habit in members if habit.module == _EXAMPLES.get(family)), members[0])
    name = next(name for name, known in ACTIVATIONS.items() if known.module == example.module)
    train, infer = [await _whole(compare, four_blocks(name, mode)) for mode in Options.HEADLINES]
    return FamilyRow(
        family=family,
        members=tuple(habit.module for habit in members if _bytes(habit) == _bytes(example)),
        others=tuple(habit.module for habit in members if _bytes(habit) != _bytes(example)),
        example=example.module,
        kept=_figures(train, lambda side: side.kept),
        forward=_figures(train, lambda side: side.forward_peak - _PARAMETERS - UNIT),
        step=_figures(train, lambda side: side.step_peak - _PARAMETERS - UNIT),
        inference=_figures(infer, lambda side: side.step_peak - _PARAMETERS - UNIT),
    )


def _bytes(habit: Habit) -> tuple[int, int]:
    """What its nodes keep, off and on; what arrives is equally large for all of them."""
    return sum(keep.nbytes for keep in habit.off), sum(keep.nbytes for keep in habit.on)


async def _whole(compare: Compare, spec: NetworkSpec) -> Comparison:
    comparison = await compare(spec, Contrast())
    if not comparison.whole:
        raise RunFailed
    return comparison


def _figures(comparison: Comparison, figure: Callable[[Side], int]) -> Figures:
    return Figures(off=figure(comparison.left) / UNIT, on=figure(comparison.right) / UNIT)
