"""Measure: from the reports of runs to a Comparison. Pure: nothing here is assumed, all is read from the traces."""

from collections.abc import Iterator

from pydantic import TypeAdapter, ValidationError

from ...errors import RunFailed, TooMuchMemory, TooMuchTime
from ...runs.report import Report, Status
from ...trace import Trace, Value
from ..network.contrast import SideSpec
from ..network.spec import Mode
from ..programs.program import Program
from .anatomy import Anatomy
from .comparison import Bar, Comparison, Equality, Latency, Side, Spread
from .figures import figures_of

_TOO_MUCH = {Status.OUT_OF_MEMORY: TooMuchMemory, Status.TIMED_OUT: TooMuchTime}
_ROUNDS = TypeAdapter(list[tuple[float, float]])
_COMPARED = ("x", "y", "loss")
"""What both programs computed; x shows whether one of them wrote over what it was given."""


def compare(mode: Mode, left: Side, right: Side, traces: tuple[Trace, Trace]) -> Comparison:
    """Two sides of one mode, with their traces."""
    equal = tuple(_equalities(*traces)) if left.whole and right.whole else ()
    return Comparison(mode=mode, left=left, right=right, equalities=equal)


def side_of(built: SideSpec, program: Program, report: Report) -> Side:
    """One run, read. A program that raised is a side without figures; other bad ends raise RunFailed and the like."""
    trace = report.trace
    if too_much := _TOO_MUCH.get(report.status):
        raise too_much
    if trace is None or report.status not in (Status.OK, Status.FAILED):
        raise RunFailed(report.message)
    side = Side(
        label=built.label,
        code=built.code,
        inplace=built.inplace,
        snippet=program.snippet,
        report=report.id,
        status=report.status,
        sentence=report.sentence,
        diagnoses=report.diagnoses,
    )
    anatomy = Anatomy(built.spec, program, trace, built.inplace)
    return side.model_copy(update=_raised(trace, anatomy) if trace.failure else _figures(built, program, anatomy))


def _raised(trace: Trace, anatomy: Anatomy) -> dict[str, object]:
    failure = trace.failure
    assert failure is not None  # noqa: S101
    step = trace.steps[failure.step] if failure.step is not None else None
    where = anatomy.label_of(step) if step is not None and step.phase == "forward" else ""
    return {"raised": f"{failure.type}: {failure.message}", "raised_at": where, "layers": tuple(anatomy.rows)}


def _figures(built: SideSpec, program: Program, anatomy: Anatomy) -> dict[str, object]:
    figures = figures_of(built.spec, program, anatomy.trace)
    forward = max((s for s in anatomy.steps if s.phase == "forward"), key=lambda step: step.peak.total)
    highest = max(anatomy.steps, key=lambda step: step.peak.total)
    return {
        "forward_peak": figures.forward_peak,
        "kept": figures.kept,
        "step_peak": figures.step_peak,
        "forward_peak_at": anatomy.label_of(forward),
        "step_peak_at": anatomy.label_of(highest),
        "step_peak_op": highest.op,
        "step_peak_in": highest.phase,
        "forward_top": forward.peak,
        "step_top": highest.peak,
        "bars": tuple(
            Bar(label=anatomy.label_of(step), op=step.op, phase=step.phase, live=step.live, peak=step.peak)
            for step in anatomy.steps
        ),
        "rows": tuple(anatomy.storages()),
        "layers": tuple(anatomy.rows),
    }


def latency_of(report: Report, source: str) -> Latency | None:
    """What the timing program printed; None where it was stopped before its end."""
    try:
        rounds = _ROUNDS.validate_json(report.stdout)
    except ValidationError:
        return None
    if report.status is not Status.OK or len(rounds) < 2:
        return None
    return Latency(
        left=Spread.of([left for left, _ in rounds]),
        right=Spread.of([right for _, right in rounds]),
        ratio=Spread.of([right / left for left, right in rounds]),
        rounds=len(rounds),
        source=source,
    )


def _equalities(left: Trace, right: Trace) -> Iterator[Equality]:
    """The input, the output, the loss, what was captured and every gradient, where both runs have them."""
    theirs = {value.name: value for value in right.values}
    for value in left.values:
        other = theirs.get(value.name)
        if other is None or not _is_compared(value.name):
            continue
        yield Equality(name=value.name, shape=value.shape, equal=_bits(value) == _bits(other))


def _is_compared(name: str) -> bool:
    return name in _COMPARED or name.endswith(".grad") or name.startswith("features[")


def _bits(value: Value) -> tuple[object, ...]:
    return value.shape, value.dtype, value.digest
