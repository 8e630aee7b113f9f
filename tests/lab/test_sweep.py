"""One network in many sizes: which networks these are, what they come to, and what is told of all of them."""

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inplace_lab.errors import TooMuchMemory
from inplace_lab.lab.measuring.comparison import Comparison
from inplace_lab.lab.network.presets import PRESETS
from inplace_lab.lab.network.shapes import shapes_of
from inplace_lab.lab.network.spec import Act, Conv2d, Flatten, Input, Linear, NetworkSpec
from inplace_lab.lab.sweeping.axes import axes_in
from inplace_lab.lab.sweeping.gist import gist_of
from inplace_lab.lab.sweeping.outcome import Outcome, forecast, outcomes
from inplace_lab.lab.sweeping.sweep import AXES, MOST_POINTS, Grid, Point, points_of, usual_grid

from .running import compared

SMALL = NetworkSpec(input=Input(batch=2, channels=4, height=8, width=8), blocks=(Conv2d(out=8), Act()))
FEW = st.lists(st.integers(1, 4), max_size=2, unique=True).map(tuple)


def swept(
    spec: NetworkSpec, measure: Callable[[NetworkSpec], Comparison | None], **axes: tuple[int, ...]
) -> list[Outcome]:
    """What comes of a sweep whose networks are measured by `measure`."""

    async def sweep() -> list[Outcome]:
        async def later(network: NetworkSpec) -> Comparison | None:
            return measure(network)

        return [each async for each in outcomes(points_of(spec, Grid(**axes)), later)]

    return asyncio.run(sweep())


@given(st.builds(Grid, depths=FEW, channels=FEW, batches=FEW, sizes=FEW), st.sampled_from(PRESETS))
@settings(max_examples=60, deadline=None)
def test_each_point_has_the_sizes_that_were_asked_for(grid: Grid, preset: object) -> None:
    spec = preset.spec  # type: ignore[attr-defined]
    points = points_of(spec, grid)
    assert len(points) == grid.count
    for point in points:
        assert all(point.values[axis] in getattr(grid, axis) for axis in AXES if getattr(grid, axis))
        if point.spec is None or point.misfit is not None:
            assert point.misfit
            continue
        assert len(point.spec.blocks) == point.depth * len(spec.blocks)
        assert shapes_of(point.spec).require().leaving[0][0] == point.batch
        wide = {block.out for block in point.spec.blocks if isinstance(block, Conv2d) and block.groups == 1}
        assert point.channels is None or wide <= {point.channels}


def test_a_convolution_that_is_depthwise_stays_so() -> None:
    depthwise = NetworkSpec(input=Input(channels=6), blocks=(Conv2d(out=6, groups=6), Act(), Conv2d(out=9)))
    (point,) = points_of(depthwise, Grid(depths=(2,), channels=(16,)))
    assert point.spec
    assert point.misfit is None
    made = [(block.groups, block.out) for block in point.spec.blocks if isinstance(block, Conv2d)]
    assert made == [(6, 6), (1, 16), (16, 16), (1, 16)]


def test_a_size_that_does_not_fit_is_kept_with_its_reason() -> None:
    flat = SMALL.with_blocks((*SMALL.blocks, Flatten(), Linear(out=2)))
    fits, not_twice, too_deep = points_of(flat, Grid(depths=(1, 2, 13)))
    assert fits.misfit is None
    assert not_twice.place == "conv2"
    assert "Conv2d takes images" in str(not_twice.misfit)
    assert str(too_deep.misfit) == "13 times 4 blocks are more than the 48 that a network may have."


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.slug)
def test_what_a_sweep_begins_with_fits(preset: object) -> None:
    points = points_of(preset.spec, usual_grid(preset.spec))  # type: ignore[attr-defined]
    assert 2 <= len(points) <= 6
    assert not any(point.misfit for point in points)


def test_axes_are_read_as_people_write_them() -> None:
    axes = axes_in({"depths": " 4，1、2 2", "sizes": "8;16"}, SMALL)
    assert axes.grid == Grid(depths=(1, 2, 4), sizes=(8, 16))
    assert axes.typed == {"depths": "1, 2, 4", "channels": "", "batches": "", "sizes": "8, 16"}


@pytest.mark.parametrize(
    ("axis", "typed", "said"),
    [
        ("depths", "1, two", "Enter whole numbers from 1 to 16"),
        ("sizes", "0", "Enter whole numbers from 1 to 224"),
        ("batches", "-1", "Enter whole numbers from 1 to 64"),
        ("channels", "99999999999999", "Enter whole numbers from 1 to 1024"),
        ("batches", "²", "Enter whole numbers"),
        ("sizes", "1 2 3 4 5 6 7 8 9", "Enter at most 8 numbers."),
    ],
)
def test_a_wrong_axis_is_told_what_it_should_be_and_stays_as_typed(axis: str, typed: str, said: str) -> None:
    axes = axes_in({axis: typed}, SMALL)
    assert axes.grid is None
    assert axes.typed[axis] == typed
    assert str(axes.complaints[axis]).startswith(said)


def test_more_networks_than_a_sweep_measures_are_counted() -> None:
    many = "1,2,3,4,5"
    axes = axes_in({"depths": many, "channels": many, "batches": many}, SMALL)
    assert axes.grid is None
    assert str(axes.complaints["points"]).startswith(
        f"These are 125 networks, and one sweep measures at most {MOST_POINTS}"
    )


def test_channels_need_a_convolution() -> None:
    axes = axes_in({"channels": "8"}, SMALL.with_blocks((Act(),)))
    assert "no convolution" in str(axes.complaints["channels"])


def test_what_goes_wrong_with_one_network_does_not_end_the_sweep() -> None:
    def measure(network: NetworkSpec) -> Comparison:
        if network.input.batch == 2:
            raise TooMuchMemory
        return compared(network)

    one, two, three = swept(SMALL, measure, batches=(1, 2, 3))
    assert (one.whole, two.whole, three.whole) == (True, False, True)
    assert two.title == TooMuchMemory.title


def test_nothing_more_is_measured_once_nobody_waits() -> None:
    asked: list[int] = []

    def measure(network: NetworkSpec) -> None:
        asked.append(network.input.batch)

    assert swept(SMALL, measure, batches=(1, 2, 3)) == []
    assert asked == [1]


def test_an_exception_of_one_side_is_told() -> None:
    (outcome,) = swept(
        SMALL.with_blocks((Conv2d(out=8), Act(name="sigmoid", inplace="off"), Act())), compared, depths=(1,)
    )
    assert outcome.off
    assert not outcome.whole
    assert str(outcome.trouble) == "inplace=True raised RuntimeError."


def test_the_article_is_right_of_a_single_layer_in_inference_and_the_theory_knows() -> None:
    found = swept(SMALL.with_options(mode="no_grad"), compared, depths=(1, 2))
    assert [outcome.saved() for outcome in found] == [2 * 8 * 8 * 8 * 4, 0]
    for outcome in found:
        theory = forecast(outcome.point)
        assert theory
        assert outcome.off
        assert outcome.on
        assert (theory.off, theory.on) == (outcome.off.step_peak, outcome.on.step_peak)


@given(st.lists(st.tuples(st.sampled_from([0, 1, 2]), st.integers(1, 20), st.integers(1, 20)), max_size=8))
@settings(max_examples=100, deadline=None)
def test_what_is_told_of_all_is_true_of_each(whole: Comparison, peaks: list[tuple[int, int, int]]) -> None:
    seen = [_with_peaks(whole, depth + 1, off, on) for depth, off, on in peaks]
    gist = gist_of(seen)
    shares = [(off - on) / off for _, off, on in peaks]
    assert gist.count == gist.saved + gist.same + gist.cost == len(peaks)
    assert all(gist.low <= share <= gist.high for share in shares)
    assert gist.even == all(share == 0 for share in shares)
    for axis, value in gist.most:
        best = [depth + 1 for (depth, _, _), share in zip(peaks, shares, strict=True) if share == gist.high]
        assert (axis, set(best)) == ("depths", {value})


@pytest.fixture(scope="module")
def whole() -> Comparison:
    """A comparison of two runs that reached their ends."""
    return compared(SMALL)


def _with_peaks(whole: Comparison, depth: int, off: int, on: int) -> Outcome:
    sides = {
        name: getattr(whole, name).model_copy(update={"step_peak": peak})
        for name, peak in (("left", off), ("right", on))
    }
    return Outcome(Point(depth, None, 2, 8, 8, SMALL), whole.model_copy(update=sides))
