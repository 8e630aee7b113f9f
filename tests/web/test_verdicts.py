"""What a comparison says: each cause is claimed only where the run shows it."""

import pytest

from inplace_lab.lab.comparison import Comparison, Equality, LabResult, Latency, Side, Spread
from inplace_lab.web.verdicts import Pace, Why, judge


def with_on(comparison: Comparison, **changes: object) -> Comparison:
    """The comparison with another in-place side."""
    return comparison.model_copy(update={"on": comparison.on.model_copy(update=changes)})


def without_trace(side: Side) -> Side:
    """A side whose trace is unknown."""
    return side.model_copy(update={"report": side.report.model_copy(update={"trace": None})})


def test_training_saves_one_activation_in_forward_and_nothing_at_the_peak(result: LabResult) -> None:
    verdict = judge(result.train)
    assert [fact.why for fact in verdict.memory] == [
        Why.ONE_ACTIVATION,
        Why.KEEPS_RESULT,
        Why.GRADIENT_BESIDE_RESULT,
    ]
    assert verdict["kept"].keeper == "ReluBackward0"
    assert verdict["step_peak"].change == 0
    assert verdict["step_peak"].freed_before


def test_inference_saves_one_activation(result: LabResult) -> None:
    verdict = judge(result.infer)
    assert [fact.why for fact in verdict.memory] == [Why.ONE_ACTIVATION, Why.NO_GRAPH, Why.NO_BACKWARD]
    assert verdict["step_peak"].gain == verdict["step_peak"].activation == result.infer.off.rows[0].nbytes


def test_a_few_bytes_off_one_activation_are_told(result: LabResult) -> None:
    fact = judge(with_on(result.infer, forward_peak=result.infer.on.forward_peak + 4))["forward_peak"]
    assert fact.why is Why.ONE_ACTIVATION
    assert fact.rest == 4


@pytest.mark.parametrize("figure", ["forward_peak", "kept", "step_peak"])
@pytest.mark.parametrize(("change", "why"), [(-1, Why.LESS), (+1, Why.MORE)])
def test_a_number_without_a_known_cause_is_only_told(result: LabResult, figure: str, change: int, why: Why) -> None:
    off = getattr(result.train.off, figure)
    assert judge(with_on(result.train, **{figure: off + change}))[figure].why is why  # type: ignore[index]


def test_no_saving_is_called_one_activation_unless_relu_wrote_over_conv(result: LabResult) -> None:
    assert judge(with_on(result.train, rows=result.train.off.rows))["forward_peak"].why is Why.LESS


def test_equal_peaks_in_forward_are_not_explained_by_gradients(result: LabResult) -> None:
    same = result.infer.model_copy(update={"on": result.infer.off})
    assert judge(same)["step_peak"].why is Why.SAME


def test_nobody_is_called_the_keeper_without_a_trace(result: LabResult) -> None:
    blind = result.train.model_copy(
        update={"off": without_trace(result.train.off), "on": without_trace(result.train.on)}
    )
    assert judge(blind)["kept"].why is Why.SAME


@pytest.mark.parametrize(
    ("low", "high", "pace"),
    [(0.8, 0.9, Pace.FASTER), (1.1, 1.2, Pace.SLOWER), (0.9, 1.1, Pace.UNSURE), (1.0, 1.2, Pace.UNSURE)],
)
def test_times_differ_only_beyond_their_spread(result: LabResult, low: float, high: float, pace: Pace) -> None:
    spread = Spread(median=(low + high) / 2, low=low, high=high)
    latency = Latency(off=spread, on=spread, ratio=spread, rounds=5, source="")
    assert judge(result.train.model_copy(update={"latency": latency})).time.pace is pace


def test_a_missing_time_is_no_verdict(result: LabResult) -> None:
    assert judge(result.train.model_copy(update={"latency": None})).time.pace is Pace.UNKNOWN


def test_values_that_differ_are_named(result: LabResult) -> None:
    values = (Equality(name="y", shape=(1,), equal=False), Equality(name="x", shape=(1,), equal=True))
    bits = judge(result.train.model_copy(update={"equalities": values})).bits
    assert (bits.different, bits.equal, bits.count) == (("y",), ("x",), 2)
