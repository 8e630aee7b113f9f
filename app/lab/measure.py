"""Measure: from the reports of runs to a Comparison. Pure: nothing here is assumed, all is read from the traces."""

from collections.abc import Iterator
from statistics import median, quantiles

from pydantic import TypeAdapter, ValidationError

from ..errors import RunFailed, TooMuchMemory, TooMuchTime
from ..runs.report import Report, Status
from ..trace import Step, Trace
from .comparison import Bar, Comparison, Equality, Latency, Mode, Side, Spread, StorageRow

_TOO_MUCH = {Status.OUT_OF_MEMORY: TooMuchMemory, Status.TIMED_OUT: TooMuchTime}
_ROUNDS = TypeAdapter(list[tuple[float, float]])


def compare(mode: Mode, off: Side, on: Side, latency: Latency | None) -> Comparison:
    """Two sides of one mode."""
    return Comparison(mode=mode, off=off, on=on, equalities=tuple(_equalities(off, on)), latency=latency)


def side_of(report: Report, source: str, *, inplace: bool) -> Side:
    """One run, read. Raises RunFailed where the run did not reach its end."""
    trace = report.trace
    if report.status is not Status.OK or trace is None:
        if too_much := _TOO_MUCH.get(report.status):
            raise too_much
        raise RunFailed(f"With inplace={inplace}: {report.message}")
    steps = [step for step in trace.steps if step.phase != "setup"]
    forward = [step for step in steps if step.phase == "forward"]
    highest = max(steps, key=lambda step: step.peak.total)
    return Side(
        inplace=inplace,
        source=source,
        report=report,
        forward_peak=trace.peak("forward"),
        kept=forward[-1].live.saved,
        step_peak=highest.peak.total,
        step_peak_at=highest.op,
        bars=tuple(Bar(label=step.op, phase=step.phase, live=step.live, peak=step.peak) for step in steps),
        rows=tuple(_rows(trace)),
    )


def latency_of(report: Report, source: str) -> Latency | None:
    """What the timing program printed; None where it was stopped before its end."""
    try:
        rounds = _ROUNDS.validate_json(report.stdout)
    except ValidationError:
        return None
    if report.status is not Status.OK or len(rounds) < 2:
        return None
    return Latency(
        off=_spread([off for off, _ in rounds]),
        on=_spread([on for _, on in rounds]),
        ratio=_spread([on / off for off, on in rounds]),
        rounds=len(rounds),
        source=source,
    )


def _spread(values: list[float]) -> Spread:
    low, _, high = quantiles(values, n=4, method="inclusive")
    return Spread(median=median(values), low=low, high=high)


def _equalities(off: Side, on: Side) -> Iterator[Equality]:
    """The output and every gradient: what the two programs computed, not what they were given."""
    theirs = {value.name: value for value in on.report.trace.values} if on.report.trace else {}
    for value in off.report.trace.values if off.report.trace else ():
        if value.name != "y" and not value.name.endswith(".grad"):
            continue
        other = theirs.get(value.name)
        equal = other is not None and (other.shape, other.dtype, other.digest) == (
            value.shape,
            value.dtype,
            value.digest,
        )
        yield Equality(name=value.name, shape=value.shape, equal=equal)


def _rows(trace: Trace) -> Iterator[StorageRow]:
    """The storages that hold the results of convolution and ReLU; one row where the two share it."""
    conv, relu = _step(trace, "conv2d"), _step(trace, "relu")
    storage_of = {tensor.id: tensor.storage for tensor in trace.tensors}
    results = {
        "conv": storage_of[conv.creates[0]],
        "relu": relu.writes[0].storage if relu.writes else storage_of[relu.creates[0]],
    }
    for id_ in dict.fromkeys(results.values()):
        storage = next(storage for storage in trace.storages if storage.id == id_)
        held = tuple(name for name, where in results.items() if where == id_)
        died = trace.steps[storage.freed] if storage.freed is not None else None
        yield StorageRow(
            storage=storage.id,
            nbytes=storage.nbytes,
            version=storage.version,
            held=held,
            overwritten_by=next((write.kernel for write in relu.writes if write.storage == id_), None),
            freed_after=died.op if died is not None and died.phase == "forward" else None,
        )


def _step(trace: Trace, op: str) -> Step:
    return next(step for step in trace.steps if step.op == op)
