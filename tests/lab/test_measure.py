"""The Lab's comparison of two networks, from real runs behind real walls."""

import asyncio

import pytest

from inplace_lab.errors import DoesNotFit, TooMuchMemory, TooMuchTime
from inplace_lab.lab.measuring.comparison import LabResult, Latency
from inplace_lab.lab.network.contrast import Contrast
from inplace_lab.lab.network.spec import Act, Conv2d, Flatten, Input, NetworkSpec
from inplace_lab.lab.service import Lab
from inplace_lab.runs.client import LOCAL, Client
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.pool import Pool
from inplace_lab.settings import Settings

ARTICLE = NetworkSpec(input=Input(batch=2, channels=4, height=16, width=16), blocks=(Conv2d(out=6), Act()))
ACTIVATION = 2 * 6 * 16 * 16 * 4
SCALAR = 4


async def measured(
    spec: NetworkSpec, settings: Settings, contrast: Contrast | None = None
) -> tuple[LabResult, Latency | None]:
    """Measure a network, and time it, with a service of its own."""
    runs, asked = RunService(Pool(), settings), contrast or Contrast()
    await runs.start()
    try:
        lab = Lab(runs)
        result = await lab.measure(spec, asked, client=LOCAL)
        placed = spec.with_options(device="cuda" if "cuda" in runs.devices else "cpu")
        assert await lab.measure(placed, asked, client=Client("another")) is result
        return result, await lab.time(spec, asked, client=LOCAL)
    finally:
        await runs.stop()


@pytest.fixture(scope="module")
def both() -> tuple[LabResult, Latency | None]:
    return asyncio.run(measured(ARTICLE, Settings()))


@pytest.fixture(scope="module")
def result(both: tuple[LabResult, Latency | None]) -> LabResult:
    return both[0]


def test_forward_peak_is_one_activation_lower(result: LabResult) -> None:
    for comparison in (result.train, result.infer):
        saved = comparison.left.forward_peak - comparison.right.forward_peak
        assert ACTIVATION - SCALAR <= saved <= ACTIVATION


def test_training_step_saves_nothing_at_its_peak(result: LabResult) -> None:
    assert result.train.left.step_peak == result.train.right.step_peak
    assert result.train.left.kept == result.train.right.kept == ACTIVATION


def test_inference_keeps_nothing(result: LabResult) -> None:
    assert result.infer.left.kept == result.infer.right.kept == 0


def test_rows_are_two_storages_or_one_with_its_version_bumped(result: LabResult) -> None:
    off, on = result.train.left.rows, result.train.right.rows
    assert [row.held for row in off] == [("x",), ("conv1",), ("relu1",)]
    assert (off[1].freed_after, off[1].freed_in) == ("relu1", "forward")
    assert [(row.held, row.version, row.overwritten_by) for row in on[1:]] == [(("conv1", "relu1"), 1, ("relu1",))]


def test_output_and_gradients_have_the_same_bits(result: LabResult) -> None:
    names = {equality.name for equality in result.train.equalities}
    assert names == {"x", "y", "net.conv1.weight.grad", "net.conv1.bias.grad"}
    assert all(equality.equal for equality in result.train.equalities)
    assert {equality.name for equality in result.infer.equalities} == {"x", "y"}


def test_latency_has_a_spread_of_paired_rounds(both: tuple[LabResult, Latency | None]) -> None:
    latency = both[1]
    assert latency is not None
    assert latency.rounds >= 5
    assert latency.ratio.low <= latency.ratio.median <= latency.ratio.high


def test_every_bar_lies_under_the_shared_scale(result: LabResult) -> None:
    for side in result.train.sides:
        assert max(bar.peak.total for bar in side.bars) <= result.train.scale


def test_a_network_that_is_too_large_says_so() -> None:
    small = Settings(memory_bytes=64 * 2**20)
    large = Input(batch=64, channels=64, height=64, width=64)
    with pytest.raises(TooMuchMemory):
        asyncio.run(measured(NetworkSpec(input=large), small))


def test_a_network_that_is_too_slow_says_so() -> None:
    slow = Input(batch=32, channels=64, height=96, width=96)
    with pytest.raises(TooMuchTime):
        asyncio.run(measured(NetworkSpec(input=slow), Settings(wall_seconds=0.2, memory_bytes=2**31)))


def test_a_pinned_network_that_does_not_fit_any_more_says_so() -> None:
    contrast = Contrast(kind="pinned", pinned=(Flatten(), Conv2d()))
    with pytest.raises(DoesNotFit, match="Conv2d takes images"):
        asyncio.run(measured(ARTICLE, Settings(), contrast))
