"""What a comparison says: each cause is claimed only where the run shows it."""

import pytest

from inplace_lab.lab.measuring.comparison import Comparison, Equality, LabResult, Latency, Spread
from inplace_lab.lab.measuring.families import Family
from inplace_lab.runs.report import Status
from inplace_lab.web.lab.verdicts import Pace, Verdict, Why, judge, pace_of


def judged(result: LabResult, comparison: Comparison | None = None) -> Verdict:
    """What is said of the training step, or of another comparison of the same network."""
    return judge(result.spec, comparison or result.train)


def with_right(comparison: Comparison, **changes: object) -> Comparison:
    """The comparison with another right side."""
    return comparison.model_copy(update={"right": comparison.right.model_copy(update=changes)})


def test_training_saves_one_activation_in_forward_and_nothing_at_the_peak(result: LabResult) -> None:
    verdict = judged(result)
    assert [fact.why for fact in verdict.memory] == [Why.ACTIVATIONS, Why.FAMILIES, Why.BACKWARD]
    assert [(each.family, each.nodes) for each in verdict["kept"].families] == [(Family.RESULT, ("ReluBackward0",))]
    assert verdict["forward_peak"].count == 1
    assert verdict["step_peak"].change == 0


def test_inference_saves_one_activation(result: LabResult) -> None:
    verdict = judged(result, result.infer)
    assert [fact.why for fact in verdict.memory] == [Why.ACTIVATIONS, Why.NO_GRAPH, Why.NO_BACKWARD]
    assert verdict["step_peak"].gain == verdict["step_peak"].activation == result.infer.left.rows[1].nbytes


def test_a_few_bytes_off_one_activation_are_told(result: LabResult) -> None:
    other = with_right(result.infer, forward_peak=result.infer.right.forward_peak + 4)
    fact = judged(result, other)["forward_peak"]
    assert fact.why is Why.ACTIVATIONS
    assert fact.rest == 4


@pytest.mark.parametrize("figure", ["forward_peak", "kept", "step_peak"])
@pytest.mark.parametrize(("change", "why"), [(-1, Why.LESS), (+1, Why.MORE)])
def test_a_number_without_a_known_cause_is_only_told(result: LabResult, figure: str, change: int, why: Why) -> None:
    left = getattr(result.train.left, figure)
    assert judged(result, with_right(result.train, **{figure: left + change}))[figure].why is why  # type: ignore[index]


def test_no_saving_is_called_an_activation_unless_one_was_written_over(result: LabResult) -> None:
    assert judged(result, with_right(result.train, rows=result.train.left.rows))["forward_peak"].why is Why.LESS


def test_equal_peaks_in_forward_are_not_explained_by_gradients(result: LabResult) -> None:
    same = result.infer.model_copy(update={"right": result.infer.left})
    assert judged(result, same)["step_peak"].why is Why.SAME


def test_families_are_claimed_only_where_the_flag_is_all_that_differs(result: LabResult) -> None:
    assert judge(result.spec, result.train, flags=False)["kept"].why is Why.SAME


def test_a_side_that_raised_has_no_figures(result: LabResult) -> None:
    broken = with_right(result.train, status=Status.FAILED, raised="RuntimeError: stale")
    verdict = judged(result, broken)
    assert verdict.memory == ()
    assert verdict.raised == (broken.right,)


@pytest.mark.parametrize(
    ("low", "high", "pace"),
    [(0.8, 0.9, Pace.FASTER), (1.1, 1.2, Pace.SLOWER), (0.9, 1.1, Pace.UNSURE), (1.0, 1.2, Pace.UNSURE)],
)
def test_times_differ_only_beyond_their_spread(low: float, high: float, pace: Pace) -> None:
    spread = Spread(median=(low + high) / 2, low=low, high=high)
    assert pace_of(Latency(left=spread, right=spread, ratio=spread, rounds=5, source="")).pace is pace


def test_a_missing_time_is_no_verdict() -> None:
    assert pace_of(None).pace is Pace.UNKNOWN


def test_values_that_differ_are_named(result: LabResult) -> None:
    values = (Equality(name="y", shape=(1,), equal=False), Equality(name="x", shape=(1,), equal=True))
    bits = judged(result, result.train.model_copy(update={"equalities": values})).bits
    assert (bits.different, bits.equal, bits.count) == (("y",), ("x",), 2)
    assert not bits.input_written


def test_parts_of_a_difference_add_up_to_it(result: LabResult) -> None:
    fact = judged(result)["forward_peak"]
    assert sum(part.change for part in fact.parts) == fact.change
