"""Geometry of the memory chart."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inplace_lab.lab.measuring.comparison import LabResult, Latency
from inplace_lab.web.charts import BASE, TOP, memory_chart, pair_figure, ratio_interval, ticks


@pytest.mark.parametrize("mode", ["train", "infer"])
def test_both_sides_share_one_axis(result: LabResult, mode: str) -> None:
    comparison = getattr(result, mode)
    off, on = (memory_chart(side, comparison.scale) for side in comparison.sides)
    assert off.ticks == on.ticks
    assert min(region.peak_y for chart in (off, on) for region in chart.regions) == pytest.approx(TOP)


def test_a_stack_and_its_ghost_are_as_high_as_the_peak(result: LabResult) -> None:
    comparison = result.train
    for column in memory_chart(comparison.left, comparison.scale).columns:
        top = min(part.y for part in (*column.segments, *((column.ghost,) if column.ghost else ())))
        assert (BASE - top) / (BASE - TOP) == pytest.approx(column.bar.peak.total / comparison.scale, abs=0.01)


def test_columns_do_not_overlap_or_leave_the_picture(result: LabResult) -> None:
    columns = memory_chart(result.train.left, result.train.scale).columns
    assert all(a.x + a.width < b.x for a, b in pairwise(columns))
    assert columns[0].x >= 0
    assert columns[-1].x + columns[-1].width <= 100


def test_phases_follow_each_other(result: LabResult) -> None:
    regions = memory_chart(result.train.left, result.train.scale).regions
    assert [region.phase for region in regions] == ["forward", "backward"]
    assert regions[0].peak == result.train.left.forward_peak


@given(st.integers(0, 2**50))
def test_an_axis_has_few_and_round_values(scale: int) -> None:
    values = ticks(scale)
    assert values[0] == 0
    assert values[-1] <= scale
    assert len(values) <= 5


def test_one_stands_in_the_middle_of_the_times(latency: Latency) -> None:
    interval = ratio_interval(latency)
    assert 0 <= interval.low <= interval.median <= interval.high <= 100
    assert interval.one == 50


def test_both_sides_of_the_chart_with_one_cursor_add_up_to_their_bars(result: LabResult) -> None:
    figure = pair_figure(result.train)
    assert figure["top"] == result.train.scale
    for drawn, side in zip(figure["sides"], result.train.sides, strict=True):
        totals = [sum(sum(changes[: i + 1]) for changes in drawn["live"].values()) for i in range(len(side.bars))]
        assert totals == [bar.live.total for bar in side.bars]
        assert drawn["peak"][1] == side.step_peak
