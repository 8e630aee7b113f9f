"""The Lab's comparison of the article's two layers, from real runs."""

import asyncio

import pytest

from inplace_lab.errors import TooMuchMemory, TooMuchTime
from inplace_lab.lab.comparison import LabResult, Layer
from inplace_lab.lab.service import Lab
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.pool import Pool
from inplace_lab.settings import Settings

LAYER = Layer(batch=2, inputs=4, outputs=6, size=16)
ACTIVATION = 2 * 6 * 16 * 16 * 4
SCALAR = 4


async def measured(layer: Layer, settings: Settings) -> LabResult:
    """Measure a layer with a service of its own."""
    runs = RunService(Pool(), settings)
    await runs.start()
    try:
        lab = Lab(runs)
        result = await lab.measure(layer, "auto")
        assert await lab.measure(layer, "cpu" if "cuda" not in runs.devices else "cuda") is result
        assert lab.peek(layer, "auto") is result
        return result
    finally:
        await runs.stop()


@pytest.fixture(scope="module")
def result() -> LabResult:
    return asyncio.run(measured(LAYER, Settings()))


def test_forward_peak_is_one_activation_lower(result: LabResult) -> None:
    for comparison in (result.train, result.infer):
        saved = comparison.off.forward_peak - comparison.on.forward_peak
        assert ACTIVATION - SCALAR <= saved <= ACTIVATION


def test_training_step_saves_nothing_at_its_peak(result: LabResult) -> None:
    assert result.train.off.step_peak == result.train.on.step_peak
    assert result.train.off.kept == result.train.on.kept == ACTIVATION


def test_inference_keeps_nothing(result: LabResult) -> None:
    assert result.infer.off.kept == result.infer.on.kept == 0


def test_rows_are_two_storages_or_one_with_its_version_bumped(result: LabResult) -> None:
    off, on = result.train.off.rows, result.train.on.rows
    assert [row.held for row in off] == [("conv",), ("relu",)]
    assert off[0].freed_after == "relu"
    assert [(row.held, row.version, row.overwritten_by) for row in on] == [(("conv", "relu"), 1, "aten::relu_")]


def test_output_and_gradients_have_the_same_bits(result: LabResult) -> None:
    names = {equality.name for equality in result.train.equalities}
    assert names == {"y", "net.0.weight.grad", "net.0.bias.grad"}
    assert result.train.identical
    assert [equality.name for equality in result.infer.equalities] == ["y"]


def test_latency_has_a_spread_of_paired_rounds(result: LabResult) -> None:
    latency = result.train.latency
    assert latency is not None
    assert latency.rounds >= 5
    assert latency.ratio.low <= latency.ratio.median <= latency.ratio.high


def test_every_bar_lies_under_the_shared_scale(result: LabResult) -> None:
    for side in (result.train.off, result.train.on):
        assert max(bar.peak.total for bar in side.bars) <= result.train.scale


def test_a_network_that_is_too_large_says_so() -> None:
    small = Settings(memory_bytes=64 * 2**20)
    with pytest.raises(TooMuchMemory):
        asyncio.run(measured(Layer(batch=64, size=128), small))


def test_a_network_that_is_too_slow_says_so() -> None:
    with pytest.raises(TooMuchTime):
        asyncio.run(measured(Layer(batch=32, size=96), Settings(wall_seconds=0.2, memory_bytes=2**31)))
